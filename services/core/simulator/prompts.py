"""What a model is asked to write an answer from: the person, the question, and how they speak. Never what to quote."""

from services.core.simulator.personas import Asked

SYSTEM = (
    "You write screening answers for a simulated expert network. Answer as the person described, in the first person, "
    "in {paragraphs} separated by a blank line, in plain words without headings, lists or quotation marks. "
    "Never mention that this is a simulation, nor any name of a person."
)
PERSON = (
    "You are {title} at {employer}{former}, based in {place}, with {years} years in {function}. "
    "What you remember: {facts}."
)
KINDS = {
    "multiple_choice": "Begin with exactly one of these, followed by a full stop: {options}.",
    "rating": "Begin with a whole number from 1 to 5 followed by ' out of 5.'",
    "text": "Say something only somebody who was there would know.",
}
VAGUE = "You are in a hurry and commit to nothing: one short, evasive paragraph."


def messages(asked: Asked) -> list[dict[str, str]]:
    """The chat that has this one answer written."""
    person, question = asked.person, asked.question
    who = PERSON.format(
        title=person.title,
        employer=person.employer,
        former=" until recently" if person.former else "",
        place=person.place.written,
        years=person.years,
        function=person.function,
        facts="; ".join(person.facts),
    )
    how = VAGUE if asked.vague else KINDS[question.kind].format(options=", ".join(question.options))
    paragraphs = "one paragraph" if asked.vague else "two to four paragraphs"
    return [
        {"role": "system", "content": SYSTEM.format(paragraphs=paragraphs)},
        {"role": "user", "content": f"{who}\n\nQuestion: {question.text}\n{how}"},
    ]
