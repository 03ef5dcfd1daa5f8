"""`python -m freelance_pk`."""

from freelance_pk.cli.main import run

if __name__ == "__main__":
    run()
