"""Use cases of remittances: an employer's attempt, the orders to the bank, and the bank's news of them."""

from identity.remittance.commands.attempts import Account, enter_amount, give_up_unanswered, submit_account, withdraw
from identity.remittance.commands.news import take_news
from identity.remittance.commands.orders import talk_to_the_bank

__all__ = [
    "Account",
    "enter_amount",
    "give_up_unanswered",
    "submit_account",
    "take_news",
    "talk_to_the_bank",
    "withdraw",
]
