"""What is measured: `python -m bench` for all of it, `python -m bench NAME …` for some.

Figures stand beside a named peer or limit of the same run, for a figure alone says little of another machine.
"""
