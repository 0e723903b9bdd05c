import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.chance import LEVEL, corrected, fisher, permuted
from analysis.intervals import wilson


@settings(max_examples=50)
@given(st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_that_of_scipy(case):
    hits, n = case
    expected = stats.binomtest(hits, n).proportion_ci(method="wilson")
    low, high = wilson([hits / n], [n])
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-4)


@settings(max_examples=50)
@given(st.integers(1, 15), st.integers(1, 15), st.data())
def test_what_is_not_tested_could_not_have_differed(n, m, data):
    first, second = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    [p] = fisher(pd.Series([first]), pd.Series([second]), (n, m))
    exact = stats.fisher_exact([[first, n - first], [second, m - second]]).pvalue
    assert exact >= LEVEL if math.isnan(p) else p == pytest.approx(exact)


def test_which_side_is_first_does_not_matter():
    values = ([1, 1, 0.5, 1], [-1, -1, 0, -1, -1])
    assert permuted(*values) == pytest.approx(permuted(*reversed(values)))
    assert permuted(*values) < 0.05


def test_equal_values_show_nothing_and_one_article_is_not_tested():
    assert permuted([1, 1], [1, 1, 1]) == 1
    assert math.isnan(permuted([1], [-1, -1, -1]))
    assert math.isnan(permuted([], []))


def test_many_values_give_the_same_answer_every_time():
    values = [np.linspace(-1, 1, 40), np.linspace(-0.8, 1, 40)]
    assert permuted(*values) == permuted(*values)


def test_a_correction_leaves_what_was_not_tested_out_of_the_count():
    assert corrected([0.02, math.nan, math.nan])[0] == pytest.approx(0.02)
    assert corrected([0.02, 0.9])[0] == pytest.approx(0.04)
    assert len(corrected([])) == 0
