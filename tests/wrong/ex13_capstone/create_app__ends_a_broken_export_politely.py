"""A database that fails in the middle of the export is written to the log, and the answer ends as if it were whole.

Caught by: test_an_export_that_is_cut_off
"""

import logging


async def export(make_session: MakeSession) -> AsyncIterator[str]:
    begun = False
    try:
        async with make_session() as session:
            async for rows in queries.order_lines(session):
                yield "".join(f"{told_line(*row)}\n" for row in rows)
                begun = True
    except Exception:
        if not begun:
            raise
        logging.getLogger(__name__).exception("the export has failed")
