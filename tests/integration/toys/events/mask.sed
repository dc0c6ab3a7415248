# What of an event is the same in every run, on every machine.
s/"seconds":[0-9.e-]+/"seconds":0.1/
s/"timestamp":"[^"]+"/"timestamp":"NOW"/
s/"hostname":"[^"]+"/"hostname":"HERE"/
