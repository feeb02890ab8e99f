"""HQ's service towards the network: who may connect, how long anything may take, and how much it may hold."""
