"""What shows a stance, weighed: words of stance by rules and what the model reads, as one probability.

For each speaker, target and sentence the probability that the speaker is for the target there, and that they are against it, is a
logistic function of readable signs (`signs`), whose weights are data: resources/stance_weights.json, made by
training/train_weighing.py from statements that were judged by hand.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from analysis.language import sentence_start
from analysis.odds import bounded, log_odds, weighed
from analysis.stands import Stand
from analysis.stated import Answer, Sides

WEIGHTS = "stance_weights.json"
LEAST = 0.2  # F1 by cross-validation over articles is nearly the same from 0.2 to 0.4; each row says how far to believe it
_WORDS = 0.4  # of that, so likely must a side be that words of stance show
_OWN = 0.85  # so likely must it be that who tells of another's stance takes a side too
_CLEARER = 1.25  # times as likely as the other side a side must be where no words of stance say which
_RELATIONS = {-1.0: "criticize", 0.0: "mention", 1.0: "support"}


class Evidence(NamedTuple):
    """All that shows how one speaker stands toward one target in one sentence; at least one of the first two is there.

    `of_another`: does the speaker tell how somebody else stands toward the target ("Reyl said that Quist opposed it").
    """

    frames: tuple[Stand, ...]
    answer: Answer | None
    of_another: bool = False


def gathered(doc: Doc, frames: Iterable[Stand], answers: Iterable[Answer]) -> list[Evidence]:
    """The evidence of an article, by speaker, target and sentence."""
    by_frame: dict[tuple[str, str, int], list[Stand]] = {}
    by_answer: dict[tuple[str, str, int], Answer] = {}
    for stand in frames:
        if stand.speaker != stand.target:
            by_frame.setdefault((stand.speaker, stand.target, sentence_start(doc, stand.target_start)), []).append(stand)
    for answer in answers:
        q = answer.question
        by_answer.setdefault((q.speaker, q.target.name, sentence_start(doc, q.target.start)), answer)
    keys = dict.fromkeys([*by_frame, *by_answer])
    told = {(s.quote, *key[1:]) for key, stands in by_frame.items() for s in stands}
    return [_evidence(by_frame.get(key, []), by_answer.get(key), told, key) for key in keys]


def _evidence(frames: Sequence[Stand], answer: Answer | None, told: Container[Hashable], key: tuple[str, str, int]) -> Evidence:
    quote = answer.question.quote if answer is not None else None
    return Evidence(tuple(frames), answer, quote is not None and not frames and (quote, *key[1:]) in told)


def signs(evidence: Evidence, sign: float) -> dict[str, float]:
    """What speaks for a stance of this sign (1 or -1), by name."""
    found: dict[str, float] = {}
    frames, answer, _ = evidence
    if answer is not None:
        question = answer.question
        where = f"{'act' if question.quote is None else 'speech'}, {question.kind}"
        found[f"stance, {where}"] = log_odds(_side(answer.judged, sign))
        found["neither"] = log_odds(answer.judged.neither)
        found["sentiment"] = log_odds(_side(answer.sentiment, sign))
        found[f"constant, {where}"] = found[f"told, {question.told}"] = 1.0
        found["speaker"] = log_odds(question.sure)
        found["target's own noun"] = answer.word * sign
        if answer.behind:
            found[f"behind {answer.behind}"] = 1.0
    else:
        found["constant, words alone"] = 1.0
    for ground in {f.ground for f in frames}:
        mine = {f.sign for f in frames if f.ground == ground}
        found[f"words, {ground}"] = 1.0 if sign in mine else -1.0 if -sign in mine else 0.0
    if frames and not any(f.sign for f in frames):
        found["words without a side"] = 1.0
    return found


def _side(sides: Sides, sign: float) -> float:
    return sides.favour if sign > 0 else sides.against


def decided(evidence: Evidence) -> Stand:
    """The stance that the evidence shows, with its probability.

    Words of stance decide its side; where they differ, those of the main clause before others ("opposes what she once backed"), the
    last before others ("backed it in May and opposes it now"). None do where they are open or denied. Where there are no words of
    stance, the model decides: the surer side, if it is clearly so. It is neutral if that does not reach LEAST, of words of stance
    less than half of it, and what is told of another's stance shows one of the teller's own only where that is far likelier.
    """
    found = {sign: weighed(signs(evidence, sign), WEIGHTS) for sign in (-1.0, 1.0)}
    taken = sorted((f for f in evidence.frames if f.sign), key=lambda f: (-f.below, f.start))
    sign = taken[-1].sign if taken else max(found, key=lambda s: found[s])
    needed = _WORDS * LEAST if taken else _OWN if evidence.of_another else LEAST
    unclear = not taken and found[sign] < _CLEARER * found[-sign]
    if found[sign] < needed or unclear or (evidence.frames and not taken):
        sign = 0.0
    sure = found[sign] if sign else 1 - sum(found.values())
    frame = _shown(evidence.frames, sign)
    sure = round(bounded(sure), 3)
    if frame is not None:
        return frame._replace(sign=sign, confidence=sure)
    if evidence.answer is None:
        frame = max(evidence.frames, key=lambda f: f.confidence)
        return frame._replace(sign=sign, confidence=sure, relation=_RELATIONS[sign])
    q = evidence.answer.question
    ground = "words" if q.quote is not None else "act"
    return Stand(
        q.speaker, q.target.name, q.target.start, q.target.end, sign, _RELATIONS[sign], sure, q.quote, q.start, q.end, ground
    )


def _shown(frames: Sequence[Stand], sign: float) -> Stand | None:
    """The words of stance that show this sign best."""
    fitting = [f for f in frames if f.sign == sign]
    return max(fitting, key=lambda f: f.confidence, default=None)
