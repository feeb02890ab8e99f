"""Accounts looked into: all by age as of a day, one document by document, and a document with what settled it."""
