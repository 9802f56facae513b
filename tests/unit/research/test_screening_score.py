"""The screening score: its bounds, what raises, lowers and caps it, and that every quote stands where it says."""

import dataclasses
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.research.screening import answering, scoring
from services.core.research.screening.case import Answer, Brief, Candidate, Question, Reason, Verdict

JUDGE = scoring.RulesJudge()
GOOD = {
    "text": ("We led the vendor selection and negotiated the renewal pricing ourselves.", "Nothing of the kind here."),
    "multiple_choice": ("Daily", "Never"),
    "rating": ("5", "1"),
}
RULES: dict[str, dict[str, Any]] = {
    "text": {"expects": ["vendor selection", "renewal pricing"]},
    "multiple_choice": {"good": ["Daily"]},
    "rating": {"at_least": 4},
}
CANDIDATE = Candidate(
    id=UUID(int=1),
    texts={"title": "Head of IT", "description": "Ran the records migration of a hospital group."},
    region="Europe",
    years=12,
    relation="customer",
)
BRIEF = Brief(terms=frozenset(("hospital", "record", "migr", "ehr")), regions=frozenset(("Europe",)))


def question(number: int, kind: str = "text", *, weight: int = 1, parent: int | None = None, **rules: Any) -> Question:
    options = ("Daily", "Weekly", "Never") if kind == "multiple_choice" else ()
    return Question(
        id=UUID(int=number),
        text=f"Question {number}?",
        kind=kind,
        options=options,
        weight=weight,
        rules=rules or RULES[kind],
        parent_id=None if parent is None else UUID(int=parent),
    )


def answer(to: Question, text: str) -> Answer:
    return Answer(id=UUID(int=to.id.int + 1000), question=to.text, text=text, question_id=to.id)


def score(questions: list[Question], answers: list[Answer], candidate: Candidate = CANDIDATE) -> Verdict:
    brief = dataclasses.replace(BRIEF, questions=tuple(questions))
    return JUDGE.judge(brief, dataclasses.replace(candidate, answers=answers))


def reasons(verdict: Verdict) -> dict[str, Reason]:
    return {reason.code: reason for reason in verdict.reasons}


@st.composite
def trees(draw: st.DrawFn) -> list[Question]:
    """Up to seven questions of every kind, some below others."""
    made: list[Question] = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        kind = draw(st.sampled_from(sorted(RULES)))
        parent = draw(st.none() | st.integers(1, number - 1)) if number > 1 else None
        made.append(question(number, kind, weight=draw(st.integers(0, 10)), parent=parent))
    return made


def test_parts_weigh_35_45_and_20() -> None:
    one = question(1)
    verdict = score([one], [answer(one, GOOD["text"][0])])
    parts = verdict.parts
    assert (parts["answers"], parts["red_flags"]) == (100, 100)
    assert verdict.score == round(0.35 * (parts["background"] or 0) + 45 + 20)


def test_the_bands_begin_at_45_and_80() -> None:
    verdict = Verdict(0, {}, (), 0, 0, knocked_out=False, cap=None)
    bands = [dataclasses.replace(verdict, score=number).band for number in (0, 44, 45, 79, 80, 100)]
    assert bands == ["weak", "weak", "mixed", "mixed", "strong", "strong"]


def test_nothing_known_is_neither_good_nor_bad() -> None:
    verdict = score([question(1)], [], Candidate(id=UUID(int=1)))
    assert verdict.parts == {"background": 50, "answers": 50, "red_flags": 100}
    assert (verdict.score, verdict.band, verdict.answered, verdict.asked) == (60, "mixed", 0, 1)


def test_who_answers_nothing_is_not_strong_whatever_the_background() -> None:
    verdict = score([question(1)], [])
    assert verdict.parts["background"] and verdict.parts["background"] > 90
    assert verdict.band == "mixed"


def test_without_questions_the_other_parts_weigh_more() -> None:
    verdict = score([], [])
    assert verdict.parts["answers"] is None
    assert verdict.score == round((0.35 * (verdict.parts["background"] or 0) + 20) / 0.55)


def test_sub_questions_weigh_within_their_parent() -> None:
    top, other = question(1, weight=1), question(2, weight=1)
    low, high = question(3, weight=1, parent=1), question(4, weight=3, parent=1)
    told = answering.weigh([top, other, low, high], [answer(low, GOOD["text"][1]), answer(high, GOOD["text"][0])])
    assert told.value == pytest.approx((0.75 + 0.5) / 2)
    assert (told.answered, told.asked) == (2, 3)


def test_a_question_of_no_weight_is_kept_and_not_scored() -> None:
    one, idle = question(1), question(2, weight=0)
    told = answering.weigh([one, idle], [answer(one, GOOD["text"][0]), answer(idle, GOOD["text"][1])])
    assert (told.value, told.answered) == (1, 2)


def test_an_answer_that_is_not_understood_counts_as_missing_and_is_said() -> None:
    one = question(1, "rating")
    verdict = score([one], [answer(one, "rather good")])
    assert verdict.score == score([one], []).score
    assert reasons(verdict)["not_understood"].value is None
    assert verdict.answered == 1


@pytest.mark.parametrize(
    ("kind", "rules", "text"),
    [
        ("multiple_choice", {"good": ["Daily"], "knock_out": ["Never"]}, "never"),
        ("rating", {"at_least": 4, "knock_out_below": 2}, "1/5"),
    ],
)
def test_a_knock_out_caps_the_whole_and_is_named(kind: str, rules: dict[str, Any], text: str) -> None:
    one, two = question(1, kind, **rules), question(2, weight=10)
    verdict = score([one, two], [answer(one, text), answer(two, GOOD["text"][0])])
    assert verdict.knocked_out
    assert (verdict.score, verdict.cap, verdict.band) == (20, 20, "weak")
    assert reasons(verdict)["knock_out"].question_id == one.id


def test_expected_phrases_count_unless_they_are_denied() -> None:
    one = question(1)
    said = "We never did a vendor selection; the renewal pricing was ours."
    assert answering.judge(one, answer(one, said)).value == 0.5


def test_phrases_to_avoid_cost_and_short_answers_count_less() -> None:
    one = question(1, expects=["pricing"], avoid=["hearsay"], min_words=10)
    assert (
        answering.judge(one, answer(one, "Pricing is hearsay among the whole team and I saw it myself.")).value == 0.5
    )
    assert answering.judge(one, answer(one, "Pricing was ours always.")).value == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("I would rather not say at this point.", "conflict_evasive"),
        ("It depends on the scope, happy to discuss on a call", "conflict_evasive"),
        ("Yes, I advise a competitor.", "conflict_disclosed"),
        ("No.", None),
        ("None that I am aware of", None),
        ("I have no conflicts", None),
    ],
)
def test_answers_about_conflicts_are_plain_told_or_evasive(said: str, code: str | None) -> None:
    free = Answer(UUID(int=7), "Do you have any conflicts of interest?", said)
    verdict = score([], [free])
    flags = [reason.code for reason in verdict.reasons if reason.part == "red_flags"]
    assert flags == ([code] if code else [])
    assert verdict.cap == (60 if code == "conflict_evasive" else None)
    assert verdict.score <= (60 if code == "conflict_evasive" else 100)


@pytest.mark.parametrize(
    ("title", "description", "flagged"),
    [
        ("Executive Assistant", "Kept the calendar.", True),
        ("Project Coordinator", "I supported the migration team.", True),
        ("Executive Assistant", "I negotiated the renewal and led the selection.", False),
        ("Executive Assistant to the CIO", "We selected the vendor together.", True),
        ("EA to the CEO", "Kept the calendar.", True),
        ("Office of the CFO, Personal Assistant", "Kept the calendar.", True),
        ("Assistant Vice President", "Kept the budget.", False),
        ("Head of IT", "Kept the budget.", False),
    ],
)
def test_who_only_supported_others_is_capped(title: str, description: str, flagged: bool) -> None:
    verdict = score([], [], dataclasses.replace(CANDIDATE, texts={"title": title, "description": description}))
    assert ("supportive_only" in reasons(verdict)) is flagged
    assert verdict.cap == (60 if flagged else None)


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Executive Assistant to the CIO", 1),
        ("PA to the CFO", 1),
        ("Personal Assistant, CIO office", 1),
        ("Assistant to the Regional Manager", 1),
        ("Business Support, Office of the CFO", 0),
        ("Chief of Staff to the CEO", 5),
        ("Head of Solutions for Banking", 3),
        ("VP IT", 4),
        ("CIO", 5),
    ],
)
def test_nobody_ranks_by_the_title_of_whom_they_support(title: str, rank: int) -> None:
    verdict = score([], [], dataclasses.replace(CANDIDATE, texts={"title": title}))
    assert reasons(verdict)["rank"].detail.startswith(f"Rank {rank} of 6")


def test_who_works_for_the_target_or_is_flagged_loses_the_flags_part() -> None:
    works = score([], [], dataclasses.replace(CANDIDATE, works_for_target="Epic"))
    flagged = score([], [], dataclasses.replace(CANDIDATE, works_for_target="Epic", conflict="flagged"))
    assert (works.parts["red_flags"], flagged.parts["red_flags"]) == (20, 0)
    assert "Epic" in reasons(works)["works_for_target"].detail


def test_a_flag_is_raised_once_however_often_it_is_heard() -> None:
    heard = [Answer(UUID(int=n), f"Why {n}?", "I heard it from colleagues.") for n in range(3)]
    flags = [reason.code for reason in score([], heard).reasons if reason.part == "red_flags"]
    assert flags == ["second_hand"]


ANSWERS = st.sampled_from(
    [text for texts in GOOD.values() for text in texts]
    + ["I would rather not say", "Yes", "no", "b", "3", "weekly", "I heard from colleagues", "I supported the team", ""]
)


@given(trees(), st.data())
def test_the_score_is_always_0_to_100_and_every_quote_stands_where_it_says(
    tree: list[Question], data: st.DataObject
) -> None:
    answers = [answer(one, data.draw(ANSWERS)) for one in tree if data.draw(st.booleans())]
    answers.append(Answer(UUID(int=99), data.draw(st.sampled_from(["Conflicts?", "Why?"])), data.draw(ANSWERS)))
    verdict = score(tree, answers)
    assert 0 <= verdict.score <= (100 if verdict.cap is None else verdict.cap)
    assert 0 <= verdict.answered <= verdict.asked
    assert all(part is None or 0 <= part <= 100 for part in verdict.parts.values())
    texts = {each.id: each.text for each in answers}
    for reason in verdict.reasons:
        for quote in reason.quotes:
            text = texts[quote.answer_id] if quote.answer_id else CANDIDATE.texts[str(quote.field)]
            assert text[quote.start : quote.end] == quote.text


@given(trees(), st.data())
def test_a_better_answer_never_lowers_the_score_and_a_missing_one_is_never_below_a_wrong_one(
    tree: list[Question], data: st.DataObject
) -> None:
    others = [answer(one, data.draw(st.sampled_from(GOOD[one.kind]))) for one in tree[1:] if data.draw(st.booleans())]
    good, wrong = (score(tree, [*others, answer(tree[0], GOOD[tree[0].kind][n])]).score for n in (0, 1))
    missing = score(tree, others).score
    assert wrong <= missing <= good


@given(trees(), st.lists(st.sampled_from(["vendor selection", "renewal pricing", "other things"]), max_size=4))
def test_one_more_expected_phrase_never_lowers_the_score(tree: list[Question], phrases: list[str]) -> None:
    one = question(50)
    before = score([*tree, one], [answer(one, " and ".join(phrases))]).score
    assert score([*tree, one], [answer(one, " and ".join([*phrases, "renewal pricing"]))]).score >= before


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_higher_rating_never_lowers_the_score(one: int, other: int) -> None:
    asked = question(1, "rating", at_least=4, knock_out_below=2)
    low, high = (score([asked], [answer(asked, f"{given}/5")]).score for given in sorted((one, other)))
    assert low <= high


@given(trees(), st.data())
def test_the_order_of_questions_and_answers_does_not_matter(tree: list[Question], data: st.DataObject) -> None:
    answers = [answer(one, data.draw(ANSWERS)) for one in tree]
    told = score(tree, answers)
    mixed = score(data.draw(st.permutations(tree)), data.draw(st.permutations(answers)))
    assert (mixed.score, mixed.parts, mixed.cap) == (told.score, told.parts, told.cap)
    assert set(mixed.reasons) == set(told.reasons)
