"""Example Energy: an AIOps product bought too early, a team that fell back, and one nearly there."""

from assessments.core.plans.milestones import MilestoneState
from assessments.management.demonstration.story import Event, Leave, Plan, Round, Team, Wish

GRID_PLAN = Plan(
    days_ago=100,
    by="Elif",
    title="Catch up with what we bought",
    wish=Wish(
        starts=-1,
        targets={"dataops": 0, "modelops": 0},
        capacity=20,
        pinned={"AIO-PRO-03:2": 0, "AIO-MLM-03:2": 1},
    ),
    owners=("Rosa", "Sami", "Tove", "The supplier"),
    note="The product runs already. Two things about it cannot wait; for the rest MLOps comes first.",
    leave=Leave(
        days_ago=101,
        by="Elif",
        before="mlops",
        after="aiops",
        until_quarter=2,
        reason="The product we bought acts on the grid today. People must be able to stop it, and to tell it when it "
        "is wrong, before our own MLOps is in place.",
    ),
    events=(
        Event(
            days_ago=93,
            milestones=("MLO-DEP-01:2", "MLO-PPL-01:2", "MLO-MON-03:1"),
            state=MilestoneState.DONE,
        ),
        Event(
            days_ago=55,
            milestones=("MLO-LCM-01:2",),
            state=MilestoneState.IN_PROGRESS,
            due_in=20,
            note="Our own models are listed. The supplier will not say which versions it runs.",
        ),
        Event(
            days_ago=40,
            milestones=("AIO-PRO-03:2",),
            by="Elif",
            state=MilestoneState.IN_PROGRESS,
            owner="Elif",
            due_in=26,
            note="The control room can switch it off now. Who may switch it on again is not written down yet.",
            link="https://wiki.northlight.example/grid-operations/off-switch",
        ),
        Event(
            days_ago=33,
            milestones=("AIO-TEL-04:2",),
            by="Elif",
            state=MilestoneState.DROPPED,
            reason="The contract with the supplier sets its service levels, and they report on them.",
        ),
    ),
)

GRID = Team(
    name="Grid operations",
    branch="Example Energy",
    lead="Rosa",
    members=("Sami", "Tove"),
    rounds=(
        Round(
            days_ago=390,
            levels={
                "dataops": "2111 211 111 111 211 111 1111",
                "mlops": "100 000 1100 000 1000 0000 0110",
            },
        ),
        Round(
            days_ago=110,
            levels={
                "dataops": "2221 211 211 211 211 111 2111",
                "mlops": "110 100 1110 110 1100 1000 1111",
                "aiops": "2221 222 211 211 001 211 2221",
            },
            early_looks=("aiops",),
            remarks={
                "AIO-DET-01": "The product we bought finds anomalies. On what data it learned, we cannot say.",
                "AIO-MLM-01": "Its models are the supplier's; they run beside everything we have.",
            },
            note="We bought an AIOps product last year and want to know what it is worth to us.",
            plan=GRID_PLAN,
        ),
    ),
)

METERS = Team(
    name="Meter reading",
    branch="Example Energy",
    lead="Uma",
    members=("Vito", "Wanda"),
    rounds=(
        Round(
            days_ago=525,
            levels={
                "dataops": "2221 2n1 222 211 211 211 2111",
                "mlops": "222 211 2121 211 2211 1121 2111",
            },
        ),
        Round(
            days_ago=340,
            levels={
                "dataops": "2222 2n2 222 222 222 221 2222",
                "mlops": "222 222 2222 222 2222 2221 2222",
                "modelops": "1100 1100 ---- --- --- --- 111",
            },
            shown=("mlops",),
        ),
        Round(
            days_ago=45,
            levels={
                "dataops": "2222 2n2 222 222 222 221 2222",
                "mlops": "222 122 2212 221 2122 1111 1222",
            },
            shown=("mlops",),
            remarks={
                "MLO-PPL-01": "The two people who owned this left in spring.",
                "MLO-TRN-01": "The pipeline broke with the new cluster; we are back to running it by hand.",
            },
            note="After the reorganisation.",
        ),
    ),
)

WIND = Team(
    name="Wind outlook",
    branch="Example Energy",
    lead="Xenia",
    members=("Yusuf", "Zoe"),
    rounds=(
        Round(
            days_ago=300,
            levels={
                "dataops": "2222 221 222 221 221 221 2112",
                "mlops": "211 110 2110 110 1110 1110 2111",
            },
        ),
        Round(
            days_ago=20,
            levels={
                "dataops": "3222 222 322 222 222 222 2222",
                "mlops": "222 221 2222 222 2212 1122 2212",
            },
            shown=("mlops",),
            split={"MLO-INT-02": (3, 1, 3)},
            settled={"MLO-INT-02": (2, "Two callers use the interface, the third still gets a file at night.")},
            remarks={"MLO-INT-03": "The turbine is still turned by a person who reads our forecast."},
        ),
    ),
)

TEAMS = (GRID, METERS, WIND)
