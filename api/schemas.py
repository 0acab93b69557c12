"""The shapes of requests and responses, for the OpenAPI document and the tests.

The response models are made from the dataclasses of `analyzer.types`, so that the document cannot
say anything else than the wire format. Reports are not validated on their way out: they come from
`Report.to_dict` alone.

The request models describe what `analyzer.readers.records.parse_record` accepts, which is what
reads a request; the tests hold the two together.
"""

from __future__ import annotations

import types as builtin
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.json_schema import SkipJsonSchema

from analyzer import types, versions
from analyzer.registry import Profile, Scope
from analyzer.types import Declared, Severity
from api.examples import BLOCKED, STATEMENT, STRATEGY, TEAM, example_of

_WIRE_NAMES = {("Alignment", "source"): "from", ("Alignment", "target"): "to"}
_RESERVED = frozenset({"schema"})  # names that a pydantic model has for itself


def _wire_type(hint: Any) -> Any:
    """Return a field's type in JSON: models for dataclasses, lists for tuples, dicts for maps."""
    if is_dataclass(hint) and isinstance(hint, type):
        return wire_model(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is builtin.UnionType:
        whole: Any = None
        for argument in arguments:
            part = _wire_type(argument)
            whole = part if whole is None else whole | part
        return whole
    if origin is tuple and arguments[-1] is Ellipsis:
        return list[_wire_type(arguments[0])]  # type: ignore[misc]
    if origin is Mapping:
        return dict[arguments[0], _wire_type(arguments[1])]  # type: ignore[misc, valid-type]
    return hint


@cache
def wire_model(cls: type) -> type[BaseModel]:
    """Return the pydantic model of a dataclass of the wire format.

    Args:
        cls: a dataclass of `analyzer.types` or `analyzer.versions`.
    """
    hints = get_type_hints(cls)
    given: dict[str, Any] = {}
    for own in fields(cls):
        wire = _WIRE_NAMES.get((cls.__name__, own.name), own.name)
        name = f"{own.name}_" if own.name in _RESERVED else own.name
        given[name] = (_wire_type(hints[own.name]), Field(alias=wire))
    found = example_of(cls.__name__)
    model: type[BaseModel] = create_model(
        cls.__name__,
        __doc__=cls.__doc__,
        __config__=ConfigDict(extra="forbid", json_schema_extra={"examples": found}),
        **given,
    )
    return model


ReportModel = wire_model(types.Report)
ConsensusModel = wire_model(versions.Consensus)

Text = Annotated[str, Field(pattern=r"\S")]
Name = str | int | float | None
Language = Literal["en"] | None


_WORDS: dict[str, Any] = {"type": "string", "pattern": r"\S"}


def _some(*items: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list in which one item at least is one of these."""
    return {"type": "array", "contains": {"anyOf": [_WORDS, *items]}}


def _with(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with a field of this schema."""
    return {"type": "object", "required": [name], "properties": {name: schema}}


# One statement with words, in whatever field; the parser says the same.
_TEXT = _with("text", _WORDS)
_OBJECTIVES = _some(_TEXT, _with("key_results", _some(_TEXT)))
_ANY_WORDS: list[Any] = [
    *(
        _with(name, {"anyOf": [_WORDS, _some()]})
        for name in ("mission", "vision", "values", "strategy")
    ),
    _with("objectives", {"anyOf": [_WORDS, _OBJECTIVES]}),
]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StatementRecord(_Request):
    """One statement, and what it is said to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [STATEMENT, BLOCKED]})

    text: Text
    declared: Declared | None = None
    id: Name = None
    language: Language = None


class KeyResultRecord(_Request):
    """A key result with its owner and date; a blank one is left out."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [STRATEGY["objectives"][0]["key_results"][1]]}
    )

    text: str
    owner: Name = None
    due: Name = None


class ObjectiveRecord(_Request):
    """An objective with its key results; a blank one is left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [STRATEGY["objectives"][0]]})

    text: str
    key_results: list[str | KeyResultRecord] | None = None
    owner: Name = None
    due: Name = None


class StrategyRecord(_Request):
    """The statements of one organisation; blank ones are left out, and one must hold words."""

    model_config = ConfigDict(json_schema_extra={"examples": [STRATEGY], "anyOf": _ANY_WORDS})

    mission: str | list[str] | None = None
    vision: str | list[str] | None = None
    values: str | list[str] | None = None
    strategy: str | list[str] | None = None
    objectives: str | list[str | ObjectiveRecord] | None = None
    id: Name = None
    language: Language = None


class PersonRecord(_Request):
    """What one person wrote from memory; without words it is left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [TEAM["people"][0]]})

    person: Name = None
    role: Literal["leader", "member"] | None = None
    mission: str | None = None
    vision: str | None = None


class PeopleRecord(_Request):
    """The versions of the members of a team, of whom two at least give a mission or a vision."""

    model_config = ConfigDict(json_schema_extra={"examples": [TEAM]})

    people: Annotated[
        list[PersonRecord],
        Field(
            json_schema_extra={
                "contains": {"anyOf": [_with("mission", _WORDS), _with("vision", _WORDS)]},
                "minContains": 2,
            }
        ),
    ]
    language: Language = None


class ExampleText(BaseModel):
    """A text that must, or must not, trigger a rule."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"text": "To be number one.", "declared": None, "document": False}]
        },
    )

    text: str
    declared: str | None
    document: bool


class Options(BaseModel):
    """What a request may choose, as query parameters."""

    model_config = ConfigDict(extra="forbid")

    profile: Profile | SkipJsonSchema[None] = Field(
        None, description="school of thought whose rules count"
    )
    embedder: str | SkipJsonSchema[None] = Field(
        None, description="embedder of the alignment, one of those that the service has loaded"
    )


class PeopleOptions(Options):
    """What a request for a consensus may choose, as query parameters."""

    names: bool = Field(False, description="label people by their names, and not by numbers")


class RuleModel(BaseModel):
    """A rule with all that is said about it and how often it was right."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": example_of("Rule")})

    code: str
    name: str
    severity: Severity
    scope: Scope
    message: str
    question: str
    cost: str
    rationale: str
    mend: str
    before: str
    after: str
    source: str
    flags: list[ExampleText]
    passes: list[ExampleText]
    profiles: list[str]
    requires: list[str]
    precision: float | None = Field(description="share of its hits that were right")
    n: int = Field(description="hits that it was measured on")
    recall: float | None = Field(description="share of what it should find that it finds")
    exams: list[str] = Field(description="how it did on texts by people who had not read it")


class Health(BaseModel):
    """Whether the service runs, or takes requests."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"status": "ready"}]})

    status: Literal["alive", "ready"]
