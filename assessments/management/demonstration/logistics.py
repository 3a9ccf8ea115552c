"""Example Logistics: strong with one hole whose mending is late, there but not shown, and just begun."""

from assessments.core.plans.milestones import MilestoneState
from assessments.management.demonstration.story import Event, Plan, Round, Team, Wish

ROUTES_PLAN = Plan(
    days_ago=195,
    by="Ines",
    title="Watch the models, then ModelOps",
    wish=Wish(starts=-2, targets={"aiops": 0}),
    owners=("Kofi", "Ines", "Lotte", "Jonas", "The risk office"),
    note="One thing is missing, and it holds everything. We begin with it.",
    events=(
        Event(
            days_ago=180,
            milestones=("MLO-MON-01:1",),
            state=MilestoneState.IN_PROGRESS,
            note="Every prediction is logged now. What the drivers did in the end, we do not get yet.",
        ),
        Event(
            days_ago=88,
            milestones=("MLO-MON-01:1",),
            due_in=24,
            note="The supplier of the vehicle data changed its interface. We wait for the new one.",
        ),
        Event(
            days_ago=17,
            milestones=("MLO-MON-01:1",),
            by="Marta",
            note="The supplier has promised it for this month. I call them every Monday.",
            link="https://wiki.northlight.example/route-planning/vehicle-data",
        ),
    ),
)

ROUTES = Team(
    name="Route planning",
    branch="Example Logistics",
    lead="Ines",
    members=("Jonas", "Kofi", "Lotte"),
    rounds=(
        Round(
            days_ago=520,
            levels={
                "dataops": "2221 222 222 222 222 211 2221",
                "mlops": "222 222 3222 222 2222 0122 2222",
            },
        ),
        Round(
            days_ago=380,
            levels={
                "dataops": "3222 222 322 322 322 221 3222",
                "mlops": "333 332 3333 333 3323 0233 3333",
            },
            shown=("mlops",),
        ),
        Round(
            days_ago=205,
            levels={
                "dataops": "3333 322 333 332 333 322 3233",
                "mlops": "343 433 4343 434 3433 0344 3444",
            },
            shown=("mlops",),
            remarks={
                "MLO-MON-01": "Drivers tell us when the routes are odd. That has been enough so far.",
                "MLO-TRN-01": "Our pride: rebuilt from shared parts, released like any other software.",
            },
            note="Strong nearly everywhere. Nobody watches the models once they run.",
            plan=ROUTES_PLAN,
        ),
    ),
)

PICTURES = Team(
    name="Parcel pictures",
    branch="Example Logistics",
    lead="Mara",
    members=("Nils", "Oona"),
    rounds=(
        Round(
            days_ago=410,
            levels={
                "dataops": "2221 222 222 211 222 211 2111",
                "mlops": "211 211 2211 211 2111 1011 2111",
            },
        ),
        Round(
            days_ago=90,
            levels={
                "dataops": "2222 222 222 222 222 222 2222",
                "mlops": "322 322 3222 232 2222 2232 2222",
            },
            shown=("mlops",),
            not_shown=("MLO-INT-03", "MLO-MON-01", "MLO-MON-03"),
            remarks={"MLO-MON-03": "We do it, and we never wrote down where to see it."},
            note="All levels are there. The evidence for monitoring still has to be collected.",
        ),
    ),
)

DEPOT = Team(
    name="Night depot",
    branch="Example Logistics",
    lead="Pavel",
    members=("Quinn",),
    rounds=(
        Round(
            days_ago=330,
            levels={
                "dataops": "1000 000 100 000 100 000 0000",
                "mlops": "000 000 1000 000 0000 0000 0010",
            },
        ),
        Round(
            days_ago=75,
            levels={
                "dataops": "2110 110 210 110 111 100 1101",
                "mlops": "110 100 1000 100 1000 0000 1111",
            },
            remarks={"DAT-QUA-01": "The night shift notices when a column is empty."},
        ),
    ),
)

TEAMS = (ROUTES, PICTURES, DEPOT)
