"""Uploads an export to the Hugging Face Hub: the only place that ever uses the network."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import ExportError, InputError


def check_push(repository: str) -> None:
    """Make sure that an upload can be tried, before anything is written.

    Raises:
        InputError: The name is no repository's.
        ExportError: The Hub is switched off.
    """
    from huggingface_hub import constants
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


def push(folder: Path, repository: str) -> str:
    """Upload the folder as a private data set; gives its address.

    Raises:
        ExportError: The Hub can't be reached or refuses.
    """
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, LocalTokenNotFoundError

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
    except LocalTokenNotFoundError as error:
        raise ExportError("Nothing was pushed: log in with `hf auth login` first.") from error
    except failures as error:
        reason = str(error).partition("\n")[0]
        raise ExportError(
            f"Nothing was pushed, {repository} can't be written ({reason}); the folder {folder} is "
            "whole, push it again later."
        ) from error
    return f"https://huggingface.co/datasets/{repository}"
