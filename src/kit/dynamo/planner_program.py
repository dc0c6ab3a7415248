"""Dynamo's virtual connector, told what to do: a line of JSON in, a line of JSON out.

    python planner_program.py NAMESPACE

    {"do": "coordinator"}                       a new coordinator, which reads what is there
    {"do": "scale", "prefill": 2, "decode": 1}  null or left out = as it is
    {"do": "state"}                             what the coordinator believes
    {"do": "get"} {"do": "complete"}            as the one who scales: the decision; it is done,
                                                and the coordinator knows
The answer is {"ok": …} or {"error": "…"}.
"""
import asyncio, json, sys

import uvloop
from dynamo._core import VirtualConnectorClient, VirtualConnectorCoordinator
from dynamo.runtime import DistributedRuntime, dynamo_worker

NAMESPACE = sys.argv[1]


def fields(decision):
    return [decision.num_prefill_workers, decision.num_decode_workers, decision.decision_id]


@dynamo_worker()
async def main(runtime: DistributedRuntime):
    loop = asyncio.get_running_loop()
    client = VirtualConnectorClient(runtime, NAMESPACE)
    coordinator = None
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        try:
            ok = True
            if order["do"] == "coordinator":
                coordinator = VirtualConnectorCoordinator(runtime, NAMESPACE, 1, 5, 3)
                await coordinator.async_init()
            elif order["do"] == "scale":
                await coordinator.update_scaling_decision(order.get("prefill"), order.get("decode"))
            elif order["do"] == "state":
                ok = fields(coordinator.read_state())
            elif order["do"] == "get":
                ok = fields(await client.get())
            elif order["do"] == "complete":
                await client.complete(await client.get())
                while not await coordinator.is_scaling_ready():
                    await asyncio.sleep(0.001)
            answer = {"ok": ok}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


uvloop.run(main())
