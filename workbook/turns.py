"""Who had a connection from when until when, and who waited for a turn, read from a trace."""

from __future__ import annotations

import itertools

from workbook.events import Event, Trace


def pairs(events: list[Event]) -> list[tuple[Event, Event | None]]:
    """Each check-out of one connection with the check-in that followed it, if one did."""
    uses = [event for event in events if event.kind in ("checkout", "checkin")]
    return [
        (event, after if after and after.kind == "checkin" else None)
        for event, after in itertools.zip_longest(uses, uses[1:])
        if event.kind == "checkout"
    ]


def waits(events: list[Event]) -> list[tuple[str, float]]:
    """Who waited for a turn, and until when; not who waited for a connection of their own to be opened."""
    outs = [event for event in events if event.kind == "checkout"]
    opening = {event.connection: event.cause for event in reversed(outs)}.values()
    first = {event.cause: event.at for event in reversed(outs) if event.cause and event.cause not in opening}
    return sorted(first.items(), key=lambda it: it[1])


def last_moment(trace: Trace) -> float:
    """When the last event ended, in seconds since the recording began; never zero."""
    return max((event.at + event.seconds for event in trace), default=0.0) or 0.001
