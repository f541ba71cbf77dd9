#!/usr/bin/python3
"""count.py JUNIT.xml: prints how many test cases passed and failed in a run of meson test."""
import sys
import xml.etree.ElementTree as tree

passed = failed = 0
for case in tree.parse(sys.argv[1]).iter('testcase'):
    kinds = {child.tag for child in case}
    if kinds & {'failure', 'error'}:
        failed += 1
        print(f'failed: {case.get("classname")} {case.get("name")}', file=sys.stderr)
    elif 'skipped' not in kinds:
        passed += 1
print(passed, failed)
