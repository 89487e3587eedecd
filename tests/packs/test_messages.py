"""A message keeps what it was made of, so that another language can say it."""

import pickle

from poverty.packs.messages import message, message_many


def test_between_processes_a_message_keeps_what_it_was_made_of():
    for told in (
        message("%(file)s, row %(row)s", file="a.csv", row=3),
        message_many("%(count)s row", "%(count)s rows", 2),
    ):
        came = pickle.loads(pickle.dumps(told))
        assert (came, came.template, came.values, came.plural) == (told, told.template, told.values, told.plural)
