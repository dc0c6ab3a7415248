"""A KV router of Dynamo's by itself, told what to do: a line of JSON in, a line of JSON out.

    python kv_router_program.py NAMESPACE.COMPONENT.ENDPOINT BLOCK_SIZE

    {"do": "dump"}      its index, as the events that would make it
The answer is {"ok": …} or {"error": "…"}.
"""
import asyncio, json, sys

import uvloop
from dynamo._core import KvRouter, KvRouterConfig
from dynamo.runtime import DistributedRuntime, dynamo_worker


@dynamo_worker()
async def main(runtime: DistributedRuntime):
    loop = asyncio.get_running_loop()
    router = KvRouter(runtime.endpoint(sys.argv[1]), int(sys.argv[2]), KvRouterConfig())
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            json.loads(line)["do"]
            answer = {"ok": json.loads(await router.dump_events())}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


uvloop.run(main())
