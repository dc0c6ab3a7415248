"""A worker of Dynamo's that plays a script: what has to misbehave in a test, on Dynamo's own bindings.

    python scripted_worker.py MODEL_FOLDER MODEL_NAME ENDPOINT SCRIPT

SCRIPT is a JSON array of steps, played for each request, one after the other:
    {"tokens": 8, "every": 0.01}    eight tokens, so many seconds apart
    {"pause": 1.5}                  nothing for so long
    {"stall": true}                 nothing any more, until the request is cancelled
    {"error": "InvalidArgument", "message": "no such thing"}    an exception of dynamo.llm.exceptions
    {"http_error": 415, "message": "not this"}                  the exception that carries a status
    {"crash": true}                 SIGKILL to itself
    {"deaf": true}                  from here on a cancellation is ignored
At the end of the script the answer is finished, with reason "stop". What becomes of each request is
written to the file that DYNTEST_SCRIPT_LOG names, a word a line: begun, cancelled, finished.
"""
import asyncio, json, os, signal, sys

import uvloop
from dynamo._core import WorkerType
from dynamo.llm import ModelInput, ModelType, exceptions, register_model
from dynamo.runtime import DistributedRuntime, dynamo_worker

FOLDER, NAME, ENDPOINT, SCRIPT = sys.argv[1:5]
STEPS = json.loads(SCRIPT)


def tell(word):
    with open(os.environ["DYNTEST_SCRIPT_LOG"], "a") as log:
        log.write(word + "\n")


async def wait(seconds, context, deaf):
    """True when the time has passed; false when the request was cancelled before."""
    end = asyncio.get_running_loop().time() + seconds
    while (left := end - asyncio.get_running_loop().time()) > 0:
        if not deaf and context.is_stopped():
            return False
        await asyncio.sleep(min(left, 0.01))
    return True


async def generate(request, context):
    tell("begun")
    deaf = False
    token = 1000
    for step in STEPS:
        deaf = deaf or "deaf" in step
        if "crash" in step:
            os.kill(os.getpid(), signal.SIGKILL)
        if "error" in step:
            raise getattr(exceptions, step["error"])(step.get("message", "scripted"))
        if "http_error" in step:
            raise exceptions.HttpError(step["http_error"], step["message"])
        seconds = float("inf") if "stall" in step else step.get("pause", 0)
        if not await wait(seconds, context, deaf):
            tell("cancelled")
            return
        for _ in range(step.get("tokens", 0)):
            yield {"token_ids": [token]}
            token = 1000 + (token - 999) % 1000
            if not await wait(step.get("every", 0), context, deaf):
                tell("cancelled")
                return
    tell("finished")
    yield {"token_ids": [], "finish_reason": "stop"}


@dynamo_worker()
async def main(runtime: DistributedRuntime):
    endpoint = runtime.endpoint(ENDPOINT)
    await register_model(ModelInput.Tokens, ModelType.Chat | ModelType.Completions, endpoint, FOLDER, NAME,
                         worker_type=WorkerType.Aggregated, kv_cache_block_size=16)
    await endpoint.serve_endpoint(generate)


uvloop.run(main())
