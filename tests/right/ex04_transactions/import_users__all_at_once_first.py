"""All rows in one go, and one by one only if that fails."""


async def import_users(session, rows):

    try:
        async with session.begin_nested():
            session.add_all([User(**row) for row in rows])
        await session.commit()
        return []
    except IntegrityError:
        pass
    except Exception:
        await session.rollback()
        raise
    bad = []
    for row in rows:
        try:
            async with session.begin_nested():
                session.add(User(**row))
                await session.flush()
        except IntegrityError:
            bad.append(row["email"])
        except Exception:
            await session.rollback()
            raise
    await session.commit()
    return bad
