"""Example Retail: ready for ModelOps, half answered, and steadily better; each with a plan that it follows."""

from assessments.core.plans.milestones import MilestoneState
from assessments.management.demonstration.story import Event, Plan, Round, Team, Wish

TO_MODELOPS = {"aiops": 0}
BASKET_OWNERS = ("Lena", "Bruno", "Chidi", "Dora", "The governance office")

BASKET_FIRST_PLAN = Plan(
    days_ago=250,
    by="Lena",
    title="Monitoring first, then ModelOps",
    wish=Wish(starts=-2, targets=TO_MODELOPS),
    owners=BASKET_OWNERS,
    note="Agreed with Marta: nothing of ModelOps before somebody watches our models.",
    events=(
        Event(
            days_ago=230,
            milestones=("MLO-MON-01:2",),
            state=MilestoneState.IN_PROGRESS,
            note="Inputs and outputs are kept. The nightly comparison comes next.",
        ),
        Event(days_ago=188, milestones=("MLO-MON-01:2",), state=MilestoneState.DONE),
        Event(
            days_ago=100,
            milestones=(
                "MOD-INV-01:1", "MOD-INV-02:1", "MOD-GOV-01:1", "MOD-GOV-02:1", "MOD-VAL-01:1", "MOD-PPL-01:1",
            ),
            state=MilestoneState.DONE,
        ),
        Event(days_ago=50, milestones=("MOD-INV-01:2", "MOD-GOV-01:2"), state=MilestoneState.DONE),
    ),
)  # fmt: skip

BASKET_PLAN = Plan(
    days_ago=30,
    by="Lena",
    title="On into ModelOps",
    wish=Wish(starts=0, targets=TO_MODELOPS, put_off={"MOD-OPS-01:1": 4}),
    owners=BASKET_OWNERS,
    note="Planned anew from the last review. The common route to production waits for the new platform.",
    kept={
        "AIOps as well": Wish(starts=0),
        "Half the time": Wish(starts=0, targets=TO_MODELOPS, capacity=12, parallel=3),
        "One more engineer": Wish(starts=0, targets=TO_MODELOPS, capacity=36, parallel=8),
    },
    events=(
        Event(days_ago=21, milestones=("MOD-GOV-02:2", "MOD-LCY-02:1"), state=MilestoneState.DONE),
        Event(
            days_ago=16,
            milestones=("MOD-INV-02:2",),
            state=MilestoneState.IN_PROGRESS,
            note="Bought models are being listed; purchasing sends us every contract that names one.",
            link="https://wiki.northlight.example/basket-forecasting/inventory",
        ),
        Event(days_ago=9, milestones=("MOD-INV-03:2",), state=MilestoneState.IN_PROGRESS, owner="Lena"),
    ),
)

COLLECT_PLAN = Plan(
    days_ago=140,
    by="Lena",
    title="Find out, then mend",
    wish=Wish(starts=-1, targets={"dataops": 0, "modelops": 0, "aiops": 0}, capacity=20, parallel=5),
    owners=("Lena", "Milo", "Ezra", "Milo", "Lena", "The platform team"),
    note="First find out what we do not know, then mend what is missing.",
    events=(
        Event(
            days_ago=118,
            milestones=(
                "MLO-DEV-03:2:G2", "MLO-TRN-03:2:G2", "MLO-LCM-02:2:G2", "MLO-LCM-03:2:G2", "MLO-INT-03:2:G1",
                "MLO-INT-04:2:G2", "MLO-MON-02:2:G2", "MLO-MON-04:2:G2", "MLO-PPL-02:2:G2", "MLO-PPL-03:2:G2",
            ),
            state=MilestoneState.DONE,
        ),
        Event(days_ago=104, milestones=("MLO-DEV-03:1", "MLO-INT-03:1"), state=MilestoneState.DONE),
        Event(
            days_ago=98,
            milestones=("MLO-DEP-03:1",),
            state=MilestoneState.IN_PROGRESS,
            note="The platform team shows us how they release. Two of three models go through it so far.",
            link="https://wiki.northlight.example/click-and-collect/releases",
        ),
        Event(days_ago=94, milestones=("MLO-TRN-03:1",), state=MilestoneState.DONE),
        Event(days_ago=25, milestones=("MLO-LCM-02:1",), due_in=10, note="After the autumn release."),
        Event(days_ago=15, milestones=("MLO-DEV-03:2",), state=MilestoneState.IN_PROGRESS, due_in=12),
    ),
)  # fmt: skip

PRICES_PLAN = Plan(
    days_ago=220,
    by="Farah",
    title="From by hand to by pipeline",
    wish=Wish(starts=-2, targets={"modelops": 0, "aiops": 0}),
    owners=("Farah", "Gus", "Hana", "The shop systems team"),
    note="Whatever only Gus can do today comes first.",
    events=(
        Event(
            days_ago=192,
            milestones=("MLO-DEP-01:2", "MLO-MON-01:1", "MLO-PPL-01:2"),
            state=MilestoneState.DONE,
        ),
        Event(
            days_ago=186,
            milestones=("MLO-LCM-01:2", "MLO-INT-02:2"),
            state=MilestoneState.DONE,
            note="Two of the three shops call it directly. The third one follows, we are told.",
        ),
        Event(days_ago=120, milestones=("MLO-MON-01:2", "MLO-INT-03:2"), state=MilestoneState.IN_PROGRESS),
        Event(
            days_ago=95,
            milestones=("MLO-DEV-02:2", "MLO-DEV-03:2", "MLO-TRN-02:1", "MLO-TRN-03:1"),
            state=MilestoneState.DONE,
        ),
    ),
)

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
            plan=BASKET_FIRST_PLAN,
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
            plan=BASKET_PLAN,
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
            note="Submitted with gaps before the holidays.",
            plan=COLLECT_PLAN,
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
            plan=PRICES_PLAN,
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
