//! Files that are whole after a crash: written beside their place, flushed, and renamed into it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// What may read a file: its owner only, for keys and mail.
pub const OWNER_ONLY: u32 = 0o600;

/// What may read a file: everyone, for certificates.
pub const WORLD_READABLE: u32 = 0o644;

/// Replaces a file's contents so that a reader, or a start after SIGKILL or a power cut, sees the old file or the new one.
///
/// A path has one writer at a time: the file beside it has a fixed name, so that a crash leaves no more than one behind.
///
/// # Errors
/// Whatever the file system answers; the old file then still stands.
pub fn replace(path: &Path, contents: &[u8], mode: u32) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a file needs a name"))?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = directory.join(format!(".{}.new", name.to_string_lossy()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&beside)?;
    // A file left by a crash keeps the mode it was made with.
    file.set_permissions(fs::Permissions::from_mode(mode))?;
    file.write_all(contents)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    // The rename itself is durable only once the directory is.
    File::open(directory)?.sync_all()
}

/// Makes a directory, and those above it, that only its owner can enter.
///
/// # Errors
/// Whatever the file system answers.
pub fn private_directory(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))
}

/// A new directory under the system's temporary one, for a test.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub fn scratch_directory(purpose: &str) -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("local-{purpose}-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    private_directory(&path).unwrap();
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn a_replaced_file_has_the_new_contents_and_mode_and_nothing_lies_beside_it() {
        let directory = scratch_directory("durable");
        let path = directory.join("keys.json");
        fs::write(directory.join(".keys.json.new"), "left by a crash").unwrap();
        replace(&path, b"old", WORLD_READABLE).unwrap();
        replace(&path, b"new", OWNER_ONLY).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 1);
    }
}
