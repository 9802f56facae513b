"""Turns rows into what a judge sees: the campaign as a brief with its version, an offer as a candidate."""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

import orjson
from sqlalchemy import RowMapping

from services.core.research.companies import classification
from services.core.research.companies.classification import Company
from services.core.research.screening import passages, scoring
from services.core.research.screening.case import Answer, Brief, Candidate, Question, Quote
from shared.models.research import Campaign, ScreeningQuestion

TEXTS = ("title", "company", "skills", "description", "work_history", "location")
MOST_TERMS = 60
SHORTEST = 4
"""Letters of the shortest word of a brief that is looked for, but for words all in capitals ("EHR")."""
COMMON = frozenset(
    passages.stem(word)
    for word in """
    about above across after also among another around because been before being below between both brief call calls
    campaign client company companies could current different does doing done down during each either else even ever
    every expert experts find first former from further gather have having help here high hypothesis identify including
    industry insight insights into interview interviews just key know large last learn least less like look looking made
    main make many market might more most much must need needs next not only other others our over own part parts people
    perhaps please project question questions range research same several shall should since some still such take than
    that their them then there these they this those through time understand understanding under until upon used uses
    using very want wants well were what when where whether which while whom whose will with within without work working
    would year years your any
    """.split()  # noqa: SIM905
)


def brief_of(campaign: Campaign, questions: Sequence[ScreeningQuestion], companies: Sequence[Company]) -> Brief:
    """What the campaign looks for."""
    return Brief(
        terms=frozenset(list(dict.fromkeys(_terms(campaign)))[:MOST_TERMS]),
        regions=frozenset(region for region in campaign.target_regions if region != "Other"),
        questions=tuple(
            Question(
                id=question.id,
                text=question.question_text,
                kind=question.question_type,
                options=tuple(question.options or ()),
                weight=question.weight,
                rules=question.rules,
                parent_id=question.parent_question_id,
            )
            for question in questions
        ),
        has_companies=bool(companies),
    )


def version_of(brief: Brief) -> str:
    """Which rules a score went by: those of the product, and a digest of the campaign's own."""
    told = [
        sorted(brief.terms),
        sorted(brief.regions),
        brief.has_companies,
        [[str(q.id), q.text, q.kind, q.options, q.weight, q.rules, str(q.parent_id)] for q in brief.questions],
    ]
    digest = hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f"{scoring.RULES}-{digest[:10]}"


def candidate_of(row: RowMapping, companies: Sequence[Company]) -> Candidate:
    """An offer as the judge sees it."""
    jobs = list(classification.jobs_of(row["title"], row["company"], row["past_employers"]))
    standing = classification.standing(jobs, companies)
    derived = standing is not None and standing.reason == row["expert_type_reason"]
    return Candidate(
        id=row["id"],
        texts={field: row[field] for field in TEXTS if row[field]},
        region=row["region"],
        years=row["years_experience"],
        relation=row["expert_type"],
        relation_reason=row["expert_type_reason"],
        relation_quote=_employer(row, standing.employer) if standing and derived else None,
        works_for_target=standing.employer if standing and standing.works_for_target else None,
        conflict=row["conflict_status"],
        answers=[
            Answer(UUID(id_), question, said, UUID(question_id) if question_id else None)
            for id_, question, said, question_id in row["answers"]
        ],
    )


def _employer(row: RowMapping, employer: str | None) -> Quote | None:
    if employer is None:
        return None
    if employer == row["company"]:
        return Quote(employer, 0, len(employer), field="company")
    place = next(n for n, past in enumerate(row["past_employers"]) if past.get("name") == employer)
    return Quote(employer, 0, len(employer), field=f"past_employers/{place}/name")


def _terms(campaign: Campaign) -> Iterator[str]:
    """The stems of telling words, those of the industry and the name first."""
    industry = campaign.industry_vertical if campaign.industry_vertical not in ("Any", "Other") else ""
    told = (
        campaign.custom_industry,
        industry,
        campaign.campaign_name,
        campaign.brief_description,
        campaign.expanded_description,
    )
    for text in filter(None, told):
        for stem, start, end in passages.stems(text):
            long_enough = end - start >= SHORTEST or (end - start > 1 and text[start:end].isupper())
            if long_enough and stem not in COMMON and not stem.isdigit():
                yield stem
