"""A model as a person names it: a folder or file of this machine, or a name on a hub."""

from pathlib import Path

from index.errors import UserError


def located(name: str, what: str, instead: str, ending: str = "") -> str:
    """The name; of a path the absolute one, so that it means the same whatever is the folder.

    Args:
        name: as it was typed.
        what: the model's kind in the sentence that is told, such as "encoder".
        instead: what to do where nothing is at a path.
        ending: a name that ends so is a path too; "" for none.

    Raises:
        UserError: it is blank, or a path where nothing is.

    >>> located("intfloat/multilingual-e5-small", "encoder", "name another")
    'intfloat/multilingual-e5-small'
    """
    if not name.strip():
        raise UserError(f"The {what}'s name is empty: write a model's name or a path.")
    path = Path(name)
    try:
        path = path.expanduser()
        is_there = path.exists()
    except (OSError, RuntimeError):  # too long for a path; in the home of somebody unknown
        is_there = False
    if is_there:
        return str(path.absolute())
    is_path = path.is_absolute() or name.startswith((".", "~"))
    if is_path or (ending and name.endswith(ending)):
        raise UserError(f"There is no {what} at {name}: {instead}.")
    return name
