"""python -m tests.fakes.telegram: play Telegram's servers, with a page to chat on."""

import argparse
import asyncio
import contextlib
import logging

from .server import DEFAULT_TOKEN, FakeTelegram


async def _serve(arguments: argparse.Namespace) -> None:
    async with FakeTelegram(
        arguments.token,
        host=arguments.host,
        port=arguments.port,
        sees_all_group_messages=arguments.no_privacy,
    ) as server:
        print(f"Fake Telegram: chat at {server.api_url}/")
        print(f"  base_url      {server.base_url}")
        print(f"  base_file_url {server.base_file_url}")
        print(f"  token         {server.token}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--no-privacy", action="store_true", help="the bot reads all of a group")
    logging.basicConfig(level=logging.INFO)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
