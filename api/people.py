"""What `/v1/consensus` does: from a request's body to people, and from people to the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from starlette.requests import Request

from analyzer.engine import Analyzer
from analyzer.errors import InputError
from analyzer.people import consensus
from analyzer.readers.people import OwnWords, parse_people
from api.analysis import Task
from api.problems import INVALID, ProblemError, path_of
from api.requests import check_language, check_texts, embedder_of, read_json
from api.schemas import PeopleOptions
from api.settings import ServiceSettings

_FIELDS = ("people", "language")


async def read_team(
    request: Request, options: PeopleOptions, settings: ServiceSettings
) -> tuple[list[OwnWords], Task]:
    """Return the people of a request's body, and what is to be done with them.

    Raises:
        ProblemError: no JSON, another shape, or more than the limits allow; names the field.
    """
    value = await read_json(request)
    if not isinstance(value, Mapping):
        detail = 'the body must be an object with a list, as in {"people": [{"mission": "…"}, …]}'
        raise ProblemError(INVALID, detail, field="body")
    for name in value:
        if name not in _FIELDS:
            detail = f"unknown field {str(name)!r}; people and language are known"
            raise ProblemError(INVALID, detail, field=path_of((str(name),)))
    language = value.get("language")
    check_language(language)
    try:
        people = parse_people(value.get("people"), most=settings.max_statements)
    except InputError as error:
        place = str(error).partition(":")[0]
        raise ProblemError(INVALID, str(error), field=place) from None
    check_texts(_texts(people), settings)
    embedder = embedder_of(options, settings)
    return people, Task(embedder, options.profile or settings.profile, language)


def compare(people: Sequence[OwnWords], *, names: bool) -> Callable[[Analyzer], bytes]:
    """Return what compares people with an analyser and gives the answer's JSON."""

    def work(analyzer: Analyzer) -> bytes:
        found = consensus(people, analyzer, names=names)
        return json.dumps(found.to_dict(), ensure_ascii=False).encode()

    return work


def _texts(people: Sequence[OwnWords]) -> Iterator[tuple[str, str]]:
    for number, own in enumerate(people):
        for name in ("mission", "vision"):
            text = getattr(own, name)
            if text is not None:
                yield f"people[{number}].{name}", text
