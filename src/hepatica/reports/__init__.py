"""What people see of a plan and a chart: text, JSON and the printed worksheet.

Nothing clinical is computed here: every figure is one of core's, at most shown with fewer digits.
"""
