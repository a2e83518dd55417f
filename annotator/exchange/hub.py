"""Uploads an export to the Hugging Face Hub: the only place that ever uses the network."""

from __future__ import annotations

from pathlib import Path

from annotator.domain.display import safe_line
from annotator.errors import ExportError, InputError

_LOG_IN = "`hf auth login` with a token that may write"
_REFUSED = (401, 403)
_REASON_CELLS = 200


def check_push(repository: str) -> None:
    """Make sure that an upload can be tried, before anything is written.

    Raises:
        InputError: The name is no repository's.
        ExportError: The Hub is switched off, or nobody is logged in.
    """
    from huggingface_hub import constants, get_token
    from huggingface_hub.errors import HFValidationError
    from huggingface_hub.utils._validators import validate_repo_id

    try:
        validate_repo_id(repository)
    except HFValidationError as error:
        raise InputError(
            f"{repository!r} is no repository; give one like name/data-set."
        ) from error
    if constants.HF_HUB_OFFLINE:
        raise ExportError(
            "Nothing was pushed: HF_HUB_OFFLINE is set; unset it, or upload the folder elsewhere."
        )
    if get_token() is None:
        raise ExportError(f"Nothing was pushed: nobody is logged in; {_LOG_IN}.")


def push(folder: Path, repository: str) -> str:
    """Upload the folder as a private data set; gives its address.

    Raises:
        ExportError: The Hub can't be reached or refuses.
    """
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import HfHubHTTPError

    # The library would tell the Hub what kind of program and machine it runs in.
    constants.HF_HUB_DISABLE_TELEMETRY = True

    # Whichever HTTP library the Hub's client uses, these are its errors and those of the disk.
    failures: tuple[type[BaseException], ...] = HfHubHTTPError.__bases__
    api = HfApi()
    try:
        api.create_repo(repository, repo_type="dataset", private=True, exist_ok=True)
        api.upload_folder(
            repo_id=repository,
            repo_type="dataset",
            folder_path=folder,
            delete_patterns=["*.parquet"],
        )
    except failures as error:
        refused = isinstance(error, HfHubHTTPError) and error.response.status_code in _REFUSED
        reason = safe_line(str(error).partition("\n")[0], _REASON_CELLS)
        remedy = f"{_LOG_IN}, then push again" if refused else "push again later"
        raise ExportError(
            f"Nothing was pushed, {repository} can't be written ({reason}); the folder {folder} is "
            f"whole: {remedy}."
        ) from error
    return f"https://huggingface.co/datasets/{repository}"
