"""Places that a trace tells of: who held the connections, who was writing, as a sentence names them."""

from __future__ import annotations

from workbook.events import Event, Trace

WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


def holding(trace: Trace) -> list[Event]:
    """The check-outs of the connections that were out when the most were: the pool's limit was reached then."""
    held: dict[int, Event] = {}
    most: list[Event] = []
    for event in trace.of("checkout", "checkin"):
        held.pop(event.connection, None)
        if event.kind == "checkout":
            held[event.connection] = event
            most = list(held.values()) if len(held) >= len(most) else most
    return most


def writing(trace: Trace) -> list[Event]:
    """The first write of each transaction that was open when the last failing statement failed."""
    failed = max((number for number, event in enumerate(trace) if event.failed), default=len(trace))
    begun: dict[int, Event] = {}
    for event in trace.events[:failed]:
        if event.kind in ("commit", "rollback", "checkin", "close"):
            begun.pop(event.connection, None)
        elif event.kind == "statement" and event.sql.lstrip().upper().startswith(WRITES):
            begun.setdefault(event.connection, event)
    return list(begun.values())


def places(events: list[Event]) -> str:
    lines = dict.fromkeys(f"{event.where} (`{event.line}`)" for event in events if event.where)
    return " and ".join(list(lines)[:3])
