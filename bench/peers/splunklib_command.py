"""A command on Splunk's own library that adds one field to each row."""

import sys

from splunklib.searchcommands import Configuration, StreamingCommand, dispatch


@Configuration()
class OneFieldCommand(StreamingCommand):
    def stream(self, records):
        for record in records:
            record["image_status"] = ""
            yield record


dispatch(OneFieldCommand, sys.argv, sys.stdin, sys.stdout, __name__)
