"""The ceiling's server: the body is read and 200 said, by the same server program, without check or database."""

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope

HEADERS = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0")]


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    if scope["type"] == "lifespan":
        return await live(receive, send)
    while True:
        message = await receive()
        if message["type"] != "http.request" or not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False})
    return await send({"type": "http.response.body", "body": b"", "more_body": False})


async def live(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """A server's beginning and end, at which nothing is to be done."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        else:
            return await send({"type": "lifespan.shutdown.complete"})
