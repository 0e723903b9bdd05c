"""Articles with findings that are worth a question."""

from factory import Article

TALK = Article(
    ["“It leaks,” said Quist.", "“It has leaked for years and nobody has come to mend it,” said Tom Reyl.", "=cmd|x! he wrote."],
    said=[("Quist", "It leaks", "direct"), (None, "It has leaked for years and nobody has come to mend it", "direct")],
    stances=[("Tom Reyl", "years", -1.0)],
    mentions=[("Quist", "name", "Quist"), ("Tom Reyl", "name", "Tom Reyl")],
    order=[1, 0, 2],
)
MORE = Article(["Mara Quist spoke."], said=[("Mara Quist", "spoke", "direct")], mentions=[("Mara Quist", "name", "Mara Quist")])
