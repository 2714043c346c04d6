"""The commands: each takes the options, prints its answer, and gives its exit code."""
