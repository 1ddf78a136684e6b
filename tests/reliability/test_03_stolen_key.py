"""Each forgery in each way, once."""

from bench.reliability import t03_stolen_key


def test_the_witnesses_quorum_shows_what_a_thief_of_all_keys_wrote(tried):
    assert tried(t03_stolen_key, 0.01).trials >= 56
