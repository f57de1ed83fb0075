"""Which values wait for whose signature, and which may be signed now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from hepatica.core.frozen import frozen
from hepatica.core.protocol.provenance import Confidence, SourcedValue
from hepatica.library.approvals import Approvals
from hepatica.library.errors import ErrorCode, InputError, InputErrors, refused
from hepatica.library.signatures import ApprovingRole, Signature

# The file or source of a value, of the protocol with that name.
_NameOf = Callable[[SourcedValue, str], str]


@frozen
class OpenValue:
    """A value that is not yet approved, and the one signature it has, if any."""

    value: SourcedValue
    signed: Signature | None

    @property
    def waits_for(self) -> tuple[ApprovingRole, ...]:
        """The roles whose signature is missing."""
        return (self.signed.role.other,) if self.signed else tuple(ApprovingRole)


@frozen
class VoidSignature:
    """A signature or approval of a value that is no longer, or never was, there."""

    path: str
    approved: str
    now: str | None
    by: str

    @property
    def why(self) -> str:
        """The reason in one sentence."""
        said = f"{self.path}: {self.approved} was approved ({self.by})"
        return f"{said}, it is {self.now} now" if self.now else f"{said}, there is no such value"


@frozen
class Asked:
    """What a person asks to sign.

    `stated` are "PATH=VALUE"; `files` and `sources` stand for all open values of a file of the
    protocol (or of a device), or of those that cite a source.
    """

    protocol: str
    role: ApprovingRole
    by: str
    stated: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def open_values(
    values: Iterable[SourcedValue], approvals: Approvals, *, is_synthetic: bool = False
) -> tuple[OpenValue, ...]:
    """The values that need approval and do not have it.

    Args:
        values: every value a plan rests on.
        approvals: what the site has approved and signed.
        is_synthetic: whether approvals made for synthetic charts count.
    """
    approved = {
        (approval.path, approval.value)
        for approval in approvals.complete
        if is_synthetic or not approval.synthetic_only
    }
    halves = {(one.path, one.value): one for one in approvals.signatures}
    return tuple(
        OpenValue(value, halves.get((value.path, value.text)))
        for value in values
        if value.confidence is not Confidence.SEEN and (value.path, value.text) not in approved
    )


def void_signatures(
    values: Sequence[SourcedValue], approvals: Approvals, documents: Sequence[str]
) -> tuple[VoidSignature, ...]:
    """The approvals and signatures that cover nothing.

    Args:
        values: every value that there is now.
        approvals: what the site has approved and signed.
        documents: the protocol ("id/version") and pumps asked about; others are left alone.
    """
    now = {value.path: value.text for value in values}
    starts = tuple(f"{document}/" for document in documents)
    given = (
        *((row.path, row.value, " and ".join(row.approved_by)) for row in approvals.rows),
        *((one.path, one.value, f"{one.role} {one.by}") for one in approvals.signatures),
    )
    return tuple(
        VoidSignature(path, text, now.get(path), by)
        for path, text, by in given
        if path.startswith(starts) and now.get(path) != text
    )


def values_to_sign(
    asked: Asked, values: Sequence[SourcedValue], approvals: Approvals
) -> tuple[SourcedValue, ...]:
    """The values that this person signs now, in the order of the tables.

    Raises:
        InputErrors: a path, file or source means no value (E372); a value stated is not the one
            in the table (E373); it is signed already or needs no approval (E375); the other
            role's signature is by the same person (E371).
    """
    open_now = {one.value.path: one for one in open_values(values, approvals)}
    signing = _Signing(asked, values, open_now, [])
    chosen = {*signing.stated(), *signing.whole(asked.files, "--file", file_of)}
    chosen |= set(signing.whole(asked.sources, "--citing", lambda value, _: value.source))
    found = tuple(value for value in values if value.path in chosen)
    signing.refuse_second_of_one_person(found)
    if signing.errors:
        raise InputErrors(signing.errors)
    if not found:
        expected = f"at least one value that the {asked.role} has not signed yet"
        raise refused(ErrorCode.E375, "approve", expected=expected, example="--list shows them")
    return found


def file_of(value: SourcedValue, protocol: str) -> str:
    """The file a value stands in: "dose" of the protocol, or the id of a pump."""
    within = value.path.removeprefix(f"{protocol}/")
    return within.partition("/")[0]


def path_in_file(path: str, protocol: str) -> str:
    """The path of a value within its file, or within its pump."""
    return path.removeprefix(f"{protocol}/").partition("/")[2]


@dataclass(slots=True)
class _Signing:
    asked: Asked
    values: Sequence[SourcedValue]
    open_now: dict[str, OpenValue]
    errors: list[InputError]

    def stated(self) -> Iterator[str]:
        """The paths of the values that were stated one by one."""
        by_path = {value.path: value for value in self.values}
        for text in self.asked.stated:
            path, _, stated = text.rpartition("=")
            full = path if path in by_path else f"{self.asked.protocol}/{path}"
            value = by_path.get(full)
            if value is None:
                expected = f"PATH=VALUE, a path within {self.asked.protocol} and its value"
                self._refuse(ErrorCode.E372, "--value", text, expected, "dose/weight_valid_days=7")
            elif value.text != stated:
                expected = f"the value as it stands in the table, {value.text}"
                self._refuse(ErrorCode.E373, f"--value {path}", stated, expected, value.text)
            elif not self._is_signable(value):
                expected = f"a value that waits for the {self.asked.role}"
                self._refuse(ErrorCode.E375, "--value", path, expected, "--list shows them")
            else:
                yield full

    def whole(self, names: Sequence[str], option: str, name_of: _NameOf) -> Iterator[str]:
        """The paths of the open values of whole files, or of whole sources."""
        there = dict.fromkeys(name_of(value, self.asked.protocol) for value in self.values)
        for name in (name.removesuffix(".yaml") for name in names):
            if name not in there:
                expected = f"one of {', '.join(there)}"
                self._refuse(ErrorCode.E372, option, name, expected, next(iter(there)))
            for value in self.values:
                if name_of(value, self.asked.protocol) == name and self._is_signable(value):
                    yield value.path

    def refuse_second_of_one_person(self, found: Sequence[SourcedValue]) -> None:
        """Nobody is the second person to themselves."""
        for value in found:
            signed = self.open_now[value.path].signed
            if signed is not None and signed.person == self.asked.by.casefold():
                expected = f"another person than the {signed.role} who signed {value.path}"
                self._refuse(ErrorCode.E371, "--by", self.asked.by, expected, "CD")

    def _is_signable(self, value: SourcedValue) -> bool:
        one = self.open_now.get(value.path)
        return one is not None and self.asked.role in one.waits_for

    def _refuse(self, code: ErrorCode, where: str, came: str, expected: str, example: str) -> None:
        self.errors.append(InputError(code, where, came, expected, example))
