// What all tests of this project share: the marks that name what a test is about.
//
// A component mark is what makes the middle of a file's name valid:
// test_unit_<component>_<flow>.cpp. Our own components are the rooms of src/ (the same word names
// folder, namespace and mark); the others are the parts of Dynamo. Fixtures are found without an
// include and are not declared here.
#pragma once

#include "testing/check/check.hpp"

// src/foundation
MARK(base, "errors, deadlines, seeded chance: what every room stands on", component)
MARK(os, "processes, their keeper and init, and waits that a time-out can end", component)
MARK(cell, "keeper and init: a machine of one's own for each worker", component)
MARK(net, "the HTTP client, and ports that nobody else can take", component)
MARK(etcd, "the etcd client: keys, leases, watches", component)
MARK(nats, "the NATS client", component)

// src/testing
MARK(model, "nouns and events of a run", component)
MARK(check, "what a test file includes: TEST, FIXTURE, CHECK and their kin", component)
MARK(doubles, "functions and objects replaced: patch, Mock, fakes", component)
MARK(builtin, "fixtures that every suite has: TmpDir, Env, Request", component)
MARK(property, "PROPERTY, and generators of prompts, tokens and requests", component)
MARK(select, "expressions, node ids, file names, dyntest.toml", component)
MARK(schedule, "what runs next, and where: costs, needs, pieces", component)
MARK(guests, "suites of other frameworks: how they list, run and report", component)
MARK(report, "consumers of a run's events: console, JUnit, listings", component)
MARK(runner, "the engine: controller, workers, fixtures, command line", component)

// src/kit, src/fixtures, and the house itself
MARK(services, "real etcd and nats-server, started and waited for", component)
MARK(faults, "proxies, toxics, process faults, and schedules of them", component)
MARK(http_server, "the HTTP server whose answers a test programs", component)
MARK(metrics, "Prometheus pages: scraped, read, compared", component)
MARK(client, "the client of OpenAI-compatible APIs, and the rules that answers keep", component)
MARK(dynamo, "a real Dynamo: what it is started of, whether it is ready", component)
MARK(fixtures, "the kit as fixtures of the testing tower", component)
MARK(tidy, "the rules that this project's sources keep", component)

// Dynamo
MARK(frontend, "the OpenAI-compatible HTTP frontend", component)
MARK(router, "routing of requests to workers", component)
MARK(kv_router, "routing by cached prefixes", component)
MARK(kv_manager, "KV blocks: allocation, reuse, eviction", component)
MARK(planner, "scaling of prefill and decode workers", component)
MARK(mocker, "the engine simulator", component)
MARK(discovery, "instances and models in etcd, and their leases", component)
MARK(request_plane, "requests between frontend and workers", component)
MARK(event_plane, "KV events and load metrics on their way to the router", component)
MARK(vllm, "the vLLM backend", component)
MARK(sglang, "the SGLang backend", component)
MARK(trtllm, "the TensorRT-LLM backend", component)
MARK(multimodal, "images, audio and video in requests", component)
MARK(fault_tolerance, "what Dynamo does when a part of it dies", component)
