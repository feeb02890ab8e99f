"""Policies on the screen: the list, the readable text, the editor over the policy's JSON form, and the simulation."""
