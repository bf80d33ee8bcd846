"""Written as SQL."""

from sqlalchemy import text


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    rows = await session.execute(
        text(
            "WITH spent AS (SELECT o.user_id, SUM(l.quantity * l.price) AS cents"
            " FROM orders o JOIN order_lines l ON l.order_id = o.id GROUP BY o.user_id)"
            " SELECT u.email, CAST(COALESCE(cents, 0) AS INTEGER) FROM users u LEFT JOIN spent ON user_id = u.id"
        )
    )
    return dict(rows.tuples().all())
