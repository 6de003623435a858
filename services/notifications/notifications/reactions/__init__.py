"""What notifications does when another service says something: it writes notices. One module per producer."""

from common.messaging.reactions import Reactions
from notifications.reactions import agreements, destinations, documents, identity

reactions = Reactions()
for producer in (identity, agreements, destinations, documents):
    reactions.include(producer.reactions)
