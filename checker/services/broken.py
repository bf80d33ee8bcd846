"""Shops with one mistake each, and one that is closed.

The docstring says what such a shop does, to somebody whose suite did not notice.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from checker.services.right import Shop


class Closed(Shop):
    """Nothing works: each call raises."""

    def run(self, sql: str, *values: Any) -> list[Any]:
        raise RuntimeError("closed")


class OrderNotCommitted(Shop):
    """After a sale, another process of the shop does not see the order: it was not committed."""

    def sell(self, isbn: str, user_id: int, copies: int, price: int) -> int:
        self.take(isbn, copies)
        self.db.commit()
        return self.add("orders", user_id, isbn, copies, price)


class StockNotCommitted(Shop):
    """After a sale, another process of the shop sees the shelf as it was before: that was not committed."""

    def sell(self, isbn: str, user_id: int, copies: int, price: int) -> int:
        number = self.add("orders", user_id, isbn, copies, price)
        self.db.commit()
        self.take(isbn, copies)
        return number


class TakesOneCopy(Shop):
    """Whatever number of copies is bought, one is taken from the shelf."""

    def take(self, isbn: str, copies: int) -> None:
        super().take(isbn, 1)


class SellsNoCopies(Shop):
    """0 copies can be bought: that is an order, too."""

    def can_be_bought(self, copies: int) -> bool:
        return copies >= 0


class SellsLessThanNothing(Shop):
    """A number of copies below 0 can be bought, and then there are more on the shelf."""

    def can_be_bought(self, copies: int) -> bool:
        return copies != 0


class SellsOneTooMany(Shop):
    """One copy more than there are can be bought."""

    def are_there(self, copies: int, stock: int) -> bool:
        return copies <= stock + 1


class KeepsTheLastCopy(Shop):
    """Nobody can buy all that there is: the last copy stays on the shelf."""

    def are_there(self, copies: int, stock: int) -> bool:
        return copies < stock


class KeepsRefusedOrders(Shop):
    """A sale that ends in OutOfStock leaves its order behind."""

    def out_of(self, isbn: str, user_id: int, copies: int, price: int) -> None:
        self.add("orders", user_id, isbn, copies, price)
        self.db.commit()


class TakesRefusedCopies(Shop):
    """A sale that ends in OutOfStock takes the copies that there are from the shelf."""

    def out_of(self, isbn: str, user_id: int, copies: int, price: int) -> None:
        self.take(isbn, self.book(isbn)[1])
        self.db.commit()


class RegistersTwice(Shop):
    """Two customers can register with the same email."""

    def same(self, email: str) -> str:
        return f"{email} {self.random.random()}"


class DeadAfterARefusal(Shop):
    """After EmailTaken the shop does nothing any more: each call raises."""

    class PendingRollbackError(Exception):
        """As SQLAlchemy's."""

    dead = False

    def after_refusal(self) -> None:
        super().after_refusal()
        self.dead = True

    def run(self, sql: str, *values: Any) -> list[Any]:
        if self.dead:
            raise self.PendingRollbackError("This Session's transaction has been rolled back due to an earlier error")
        return super().run(sql, *values)


class LosesCancelledCopies(Shop):
    """The copies of an order that is cancelled do not come back to the shelf."""

    def put_back(self, isbn: str, copies: int) -> None:
        pass


class PutsBackOneCopy(Shop):
    """Whatever number of copies an order had, one comes back to the shelf when it is cancelled."""

    def put_back(self, isbn: str, copies: int) -> None:
        super().put_back(isbn, 1)


class CancelsTwice(Shop):
    """An order that is cancelled twice brings its copies back twice."""

    def forget(self, order_id: int) -> None:
        self.run("UPDATE orders SET user_id = -user_id WHERE id = ? AND user_id > 0", order_id)


class BreaksOnUnknownOrders(Shop):
    """Whoever cancels an order that never was gets a RuntimeError, which the contract does not name."""

    def forget(self, order_id: int) -> None:
        self.run("UPDATE orders SET user_id = -user_id, id = -id WHERE id = ?", order_id)

    def cancel(self, order_id: int) -> None:
        if not self.run("SELECT 1 FROM orders WHERE id IN (?, -?)", order_id, order_id):
            raise RuntimeError("something went wrong")
        super().cancel(order_id)


class ListsCancelledOrders(Shop):
    """An order that was cancelled is still among the customer's orders."""

    def forget(self, order_id: int) -> None:
        self.run("UPDATE orders SET id = -id WHERE id = ?", order_id)

    def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        return [{**order, "id": abs(order["id"])} for order in super().orders_of(user_id)]


class PriceFollows(Shop):
    """When the price of a book changes, the price in the orders of former days changes with it."""

    def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        return [{**order, "price": self.book(order["isbn"])[0]} for order in super().orders_of(user_id)]


class ChangesAllPrices(Shop):
    """When the price of one book changes, all books cost as much."""

    def set_price(self, isbn: str, price: int) -> None:
        super().set_price(isbn, price)
        self.run("UPDATE books SET price = ?", price)
        self.db.commit()


class RemembersPrices(Shop):
    """A process that has looked at a book goes on selling it at that price when another process has changed it."""

    def __init__(self, file: Path, random: Random):
        super().__init__(file, random)
        self.prices: dict[str, int] = {}

    def book(self, isbn: str) -> tuple[int, int]:
        price, stock = super().book(isbn)
        return self.prices.setdefault(isbn, price), stock

    def set_price(self, isbn: str, price: int) -> None:
        super().set_price(isbn, price)
        self.prices[isbn] = price


class ShowsOthersOrders(Shop):
    """A customer sees the orders of all customers."""

    def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        users = [row[0] for row in self.run("SELECT id FROM users")]
        everybodys = [order for user in users for order in super(ShowsOthersOrders, self).orders_of(user)]
        return sorted(everybodys, key=lambda order: -order["id"])


class OldestFirst(Shop):
    """Of a customer's orders the oldest comes first."""

    def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        return super().orders_of(user_id)[::-1]


BROKEN: tuple[type[Shop], ...] = tuple(
    kind
    for kind in list(vars().values())
    if isinstance(kind, type) and issubclass(kind, Shop) and kind not in (Shop, Closed)
)
