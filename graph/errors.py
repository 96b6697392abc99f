"""What can go wrong, said with place, finding and remedy; each kind knows its exit code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.wording import say

SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Complaint:
    """One finding about the data: where it stands, which rule it breaks, what to do.

    `line` and `column` count from 1; 0 means that the finding is about the whole file.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str
    severity: str = "error"

    @property
    def order(self) -> tuple[int, str, int, int, str, str]:
        """Sort key: worst first, then by place."""
        return (SEVERITIES.index(self.severity), self.file, self.line, self.column, self.rule, self.message)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.rule} {self.message} {self.remedy}".rstrip()


def complain(
    rule: str, file: str, line: int = 0, column: int = 0, /, *, severity: str = "error", **values: object
) -> Complaint:
    """Returns the complaint of `rule`, its sentences taken from the wording `complaints.<rule>`."""
    return Complaint(
        file=file,
        line=line,
        column=column,
        rule=rule,
        message=say(f"complaints.{rule}.message", **values),
        remedy=say(f"complaints.{rule}.remedy", **values),
        severity=severity,
    )


class CollabError(Exception):
    """Something the user can be told in a sentence; never shown with a traceback."""

    exit_code = 1

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(say(f"errors.{key}", **values))


class NotThere(CollabError):
    """Asked for something that is not there: an unknown or ambiguous name, a missing file."""

    exit_code = 1


class Usage(CollabError):
    """The words of the call are wrong."""

    exit_code = 2


class DataInvalid(CollabError):
    """The tables, ontology or snapshot cannot be used as they are; holds every complaint."""

    exit_code = 3

    def __init__(self, key: str, /, complaints: Iterable[Complaint] = (), **values: object) -> None:
        self.complaints = tuple(sorted(complaints, key=lambda complaint: complaint.order))
        super().__init__(key, count=len(self.complaints), **values)


class TimeLimit(CollabError):
    """A query was stopped at its limit."""

    exit_code = 4


class TooLarge(CollabError):
    """The answer is larger than is given out; none of it is."""


class BrokenOff(CollabError):
    """No whole answer came to what was well asked: whoever was asked died, or has just been replaced."""


class Busy(CollabError):
    """No room for a query just now; `retry` is the number of seconds after which another try is worth while."""

    exit_code = 4

    def __init__(self, key: str, /, retry: int = 5, **values: object) -> None:
        super().__init__(key, **values)
        self.retry = retry
