"""Example Logistics: strong with one hole, there but not shown, and just begun."""

from assessments.management.demonstration.story import Round, Team

ROUTES = Team(
    name="Route planning",
    branch="Example Logistics",
    lead="Ines",
    members=("Jonas", "Kofi", "Lotte"),
    rounds=(
        Round(
            days_ago=430,
            levels={
                "dataops": "2221 222 222 222 222 211 2221",
                "mlops": "222 222 3222 222 2222 0122 2222",
            },
        ),
        Round(
            days_ago=200,
            levels={
                "dataops": "3222 222 322 322 322 221 3222",
                "mlops": "333 332 3333 333 3323 0233 3333",
            },
            shown=("mlops",),
        ),
        Round(
            days_ago=30,
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
