"""The main job as a story, played over HTTP by the people in it: for `make demo`, and for the journey tests."""
