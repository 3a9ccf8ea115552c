"""The database itself keeps published catalog versions and Results as they are, by triggers.

A published version and all its content can be neither inserted into, updated nor deleted; a Result and its
readiness rows can be neither updated nor deleted, and no other row can take their place. Both databases answer with
an integrity error. SQLite's REPLACE fires triggers for what it deletes only on connections with recursive triggers,
as in the settings; so that a row keeps its id on other connections too, inserting one in its place is refused as well.
PostgreSQL's TRUNCATE fires no trigger for rows, so one for the statement refuses it.
"""

from django.db import migrations

MESSAGE_CONTENT = "A published catalog version is frozen."
MESSAGE_RESULT = "A result is frozen."

# How each content table reaches its version: the column that leads upwards, and the tables passed on the way.
UPWARDS = {
    "level": ("version_id", ()),
    "discipline": ("version_id", ()),
    "gate": ("version_id", ()),
    "statement": ("version_id", ()),
    "source": ("version_id", ()),
    "dimension": ("discipline_id", ("discipline",)),
    "practice": ("dimension_id", ("dimension", "discipline")),
    "anchor": ("practice_id", ("practice", "dimension", "discipline")),
    "prerequisite": ("practice_id", ("practice", "dimension", "discipline")),
}
COLUMN_UP = {"discipline": "version_id", "dimension": "discipline_id", "practice": "dimension_id"}
FROZEN_RESULTS = ("result", "readiness")
OPERATIONS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def state_of(table, row):
    """The query for the state of the version that a row of a content table belongs to."""
    column, passed = UPWARDS[table]
    tables, conditions, value = ["assessments_catalogversion v"], [], f"{row}.{column}"
    for name in passed:
        tables.append(f"assessments_{name} {name}")
        conditions.append(f"{name}.id = {value}")
        value = f"{name}.{COLUMN_UP[name]}"
    conditions.append(f"v.id = {value}")
    return f"SELECT v.state FROM {', '.join(tables)} WHERE {' AND '.join(conditions)}"


def name_of(table, operation):
    return f"assessments_{table}_frozen_{operation}"


def sqlite_trigger(table, operation, condition, message):
    return (
        f"CREATE TRIGGER {name_of(table, operation)} BEFORE {operation.upper()} ON assessments_{table} "
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def sqlite_content_condition(table, operation):
    conditions = [f"({state_of(table, row)}) = 'published'" for row in OPERATIONS[operation]]
    if operation == "insert":
        conditions.append(sqlite_takes_place(table, "id", f"({state_of(table, 'taken')}) = 'published'"))
    return " OR ".join(conditions)


def sqlite_version_condition(operation):
    conditions = [f"{OPERATIONS[operation][0]}.state = 'published'"]
    if operation == "insert":
        conditions += [
            sqlite_takes_place("catalogversion", key, "taken.state = 'published'") for key in ("id", "number")
        ]
    return " OR ".join(conditions)


def sqlite_takes_place(table, key, frozen):
    """The condition that a new row has the key of a frozen one, which REPLACE would take away."""
    return f"EXISTS (SELECT 1 FROM assessments_{table} taken WHERE taken.{key} = NEW.{key} AND {frozen})"


def sqlite_forwards():
    for table in UPWARDS:
        for operation in OPERATIONS:
            yield sqlite_trigger(table, operation, sqlite_content_condition(table, operation), MESSAGE_CONTENT)
    for operation in OPERATIONS:
        yield sqlite_trigger("catalogversion", operation, sqlite_version_condition(operation), MESSAGE_CONTENT)
    for table in FROZEN_RESULTS:
        yield sqlite_trigger(table, "insert", sqlite_takes_place(table, "id", "1"), MESSAGE_RESULT)
        for operation in ("update", "delete"):
            yield sqlite_trigger(table, operation, "1", MESSAGE_RESULT)


def postgresql_content_function(table, operation):
    # FOR SHARE: whoever is just publishing the version is waited for, and then the row is refused.
    checks = "".join(
        f"{state_of(table, row)} INTO found FOR SHARE OF v; "
        f"IF found = 'published' THEN RAISE integrity_constraint_violation USING MESSAGE = '{MESSAGE_CONTENT}'; END IF; "
        for row in OPERATIONS[operation]
    )
    return (
        f"CREATE FUNCTION {name_of(table, operation)}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ DECLARE found text; BEGIN {checks}RETURN {OPERATIONS[operation][-1]}; END $$"
    )


def postgresql_refusal_function(table, operation, condition, message):
    return (
        f"CREATE FUNCTION {name_of(table, operation)}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END IF; "
        f"RETURN {OPERATIONS[operation][-1]}; END $$"
    )


def postgresql_trigger(table, operation):
    name = name_of(table, operation)
    return (
        f"CREATE TRIGGER {name} BEFORE {operation.upper()} ON assessments_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def postgresql_truncation(table, message):
    name = name_of(table, "truncate")
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{message}'; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON assessments_{table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"


def postgresql_forwards():
    for table in UPWARDS:
        for operation in OPERATIONS:
            yield postgresql_content_function(table, operation)
            yield postgresql_trigger(table, operation)
    for operation, rows in OPERATIONS.items():
        condition = f"{rows[0]}.state = 'published'"
        yield postgresql_refusal_function("catalogversion", operation, condition, MESSAGE_CONTENT)
        yield postgresql_trigger("catalogversion", operation)
    for table in FROZEN_RESULTS:
        for operation in ("update", "delete"):
            yield postgresql_refusal_function(table, operation, "true", MESSAGE_RESULT)
            yield postgresql_trigger(table, operation)
    for table in (*UPWARDS, "catalogversion"):
        yield from postgresql_truncation(table, MESSAGE_CONTENT)
    for table in FROZEN_RESULTS:
        yield from postgresql_truncation(table, MESSAGE_RESULT)


def guarded(vendor):
    """Every pair of table and operation that has a trigger."""
    yield from ((table, operation) for table in (*UPWARDS, "catalogversion") for operation in OPERATIONS)
    yield from ((table, operation) for table in FROZEN_RESULTS for operation in ("update", "delete"))
    if vendor == "sqlite":
        yield from ((table, "insert") for table in FROZEN_RESULTS)
    else:
        yield from ((table, "truncate") for table in (*UPWARDS, "catalogversion", *FROZEN_RESULTS))


def freezing(vendor):
    """The statements that make the triggers."""
    return tuple(sqlite_forwards() if vendor == "sqlite" else postgresql_forwards())


def thawing(vendor):
    """The statements that take the triggers away."""
    if vendor == "sqlite":
        return tuple(f"DROP TRIGGER {name_of(*pair)}" for pair in guarded(vendor))
    return tuple(f"DROP FUNCTION {name_of(*pair)}() CASCADE" for pair in guarded(vendor))


def freeze(apps, schema_editor):
    for statement in freezing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def thaw(apps, schema_editor):
    for statement in thawing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
