"""Questions as a tree: how deep one lies, what lies below it, and its JSON with its sub-questions inside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Node:
    """A question's place in the tree, and its own JSON."""

    id: UUID
    parent_id: UUID | None
    document: str


class Tree:
    """The questions of one campaign, siblings in the order given."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes: Mapping[UUID, Node] = {node.id: node for node in nodes}
        self._below: dict[UUID | None, list[Node]] = {}
        for node in self._nodes.values():
            self._below.setdefault(node.parent_id, []).append(node)

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, question_id: UUID) -> bool:
        return question_id in self._nodes

    def path(self, question_id: UUID | None) -> list[UUID]:
        """The question and those above it, up to the top; empty for None."""
        found: list[UUID] = []
        while question_id is not None:
            found.append(question_id)
            question_id = self._nodes[question_id].parent_id
        return found

    def levels(self, question_id: UUID) -> int:
        """How many levels the question and those below it fill: 1 for one without sub-questions."""
        return 1 + max((self.levels(node.id) for node in self._below.get(question_id, ())), default=0)

    def json(self) -> str:
        """The whole tree."""
        return f'{{"items":[{self._sub_questions(None)}]}}'

    def json_of(self, question_id: UUID) -> str | None:
        """One question with those below it; None when it is not of this tree."""
        node = self._nodes.get(question_id)
        return None if node is None else self._nested(node)

    def _nested(self, node: Node) -> str:
        return f'{node.document.removesuffix("}")},"sub_questions":[{self._sub_questions(node.id)}]}}'

    def _sub_questions(self, question_id: UUID | None) -> str:
        return ",".join(self._nested(node) for node in self._below.get(question_id, ()))
