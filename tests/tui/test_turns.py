from annotator.tui.between_keys import BetweenKeys
from annotator.tui.turns import Turns


async def take(turns):
    async for task in turns:
        await task(None)
        if turns.is_last:
            return


def task(done, name):
    async def run(reader):
        done.append(name)

    return run


async def test_what_was_typed_is_forgotten_and_news_are_not():
    turns, done = Turns(BetweenKeys()), []
    turns.put(task(done, "a key"), typed=True)
    turns.put(task(done, "news"))
    assert turns.forget_typed()
    assert not turns.forget_typed()
    turns.put(task(done, "another key"), typed=True)
    await take(turns)
    assert done == ["news", "another key"]


async def test_a_key_whose_turn_has_come_is_not_forgotten_any_more():
    turns, done = Turns(BetweenKeys()), []

    async def key(reader):
        done.append(turns.forget_typed())

    turns.put(key, typed=True)
    turns.put(task(done, "news"))
    await take(turns)
    assert done == [False, "news"]
