"""`python -m printers.agent`: the agent without the server's libraries."""

from printers.agent.cli import agent

if __name__ == "__main__":
    agent()
