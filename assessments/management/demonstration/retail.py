"""Example Retail: ready for ModelOps, half answered, and steadily better."""

from assessments.management.demonstration.story import Round, Team

BASKET = Team(
    name="Basket forecasting",
    branch="Example Retail",
    lead="Lena",
    members=("Bruno", "Chidi", "Dora"),
    rounds=(
        Round(
            days_ago=500,
            levels={
                "dataops": "2211 1n1 211 211 211 110 2111",
                "mlops": "211 111 2111 111 1111 1101 1111",
            },
            note="The first time we looked at ourselves this way.",
        ),
        Round(
            days_ago=260,
            levels={
                "dataops": "2222 2n2 222 221 222 211 2212",
                "mlops": "222 211 2222 221 2221 1122 2211",
            },
            shown=("mlops",),
            remarks={"MLO-MON-01": "We look at the numbers on Mondays. On Tuesdays nobody does."},
        ),
        Round(
            days_ago=35,
            levels={
                "dataops": "3322 2n2 322 322 322 222 3222",
                "mlops": "322 222 3222 322 2322 2222 3222",
                "modelops": "2111 2110 110- --- --- --- 111",
            },
            shown=("mlops",),
            remarks={
                "MLO-MON-01": "Monitoring runs every night since spring and pages whoever is on duty.",
                "MOD-INV-01": "Our own models are listed. What other departments run, we hear by chance.",
            },
            note="MLOps stands, so for the first time we went on into ModelOps.",
        ),
    ),
)

COLLECT = Team(
    name="Click and collect",
    branch="Example Retail",
    lead="Lena",
    members=("Milo", "Ezra"),
    rounds=(
        Round(
            days_ago=150,
            levels={
                "dataops": "22-- 21- 2-- 22- 2-- --- 2---",
                "mlops": "22- 22- 22?2 2-- 22-- 2-2- 2---",
            },
            shown=("mlops",),
            remarks={"MLO-DEP-03": "The platform team releases for us. How, we must ask them."},
            note="Submitted with gaps before the summer break.",
        ),
        Round(
            days_ago=6,
            levels={
                "dataops": "2221 22- 222 22- 22- 1-- 2---",
                "mlops": "222 222 22-- 2-- 22-- ---- ----",
            },
            shown=("mlops",),
            submitted=False,
        ),
    ),
)

PRICES = Team(
    name="Price lab",
    branch="Example Retail",
    lead="Farah",
    members=("Gus", "Hana"),
    rounds=(
        Round(
            days_ago=480,
            levels={
                "dataops": "1110 1n0 110 100 110 000 1101",
                "mlops": "100 000 1000 000 0000 0000 1110",
            },
        ),
        Round(
            days_ago=230,
            levels={
                "dataops": "2211 2n0 211 111 211 111 1111",
                "mlops": "211 100 1110 110 1111 0010 1111",
            },
        ),
        Round(
            days_ago=60,
            levels={
                "dataops": "2222 2n1 222 221 222 211 2212",
                "mlops": "222 211 2111 211 2111 1121 2111",
            },
            remarks={"MLO-TRN-01": "Gus retrains it. When Gus is away, nobody does."},
        ),
    ),
)

TEAMS = (BASKET, COLLECT, PRICES)
