/** The files of a drop, those of folders included. */
export async function droppedFiles(
  data: DataTransfer,
): Promise<{ files: File[]; folder?: string }> {
  // The items are gone after the first wait.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((one) => one);
  // Not every browser, and not every program that drops, has entries.
  if (entries.length === 0) return { files: [...data.files] };
  const files: File[] = [];
  let folder: string | undefined;
  for (const entry of entries as FileSystemEntry[]) {
    if (entry.isDirectory) folder ??= entry.name;
    files.push(...(await filesIn(entry)));
  }
  // A file beside a folder is no part of it.
  return { files, ...(folder && entries.length === 1 ? { folder } : {}) };
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = entry as FileSystemFileEntry;
    return [await new Promise<File>((resolve, reject) => file.file(resolve, reject))];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    // A hundred at a time, until none is left.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await filesIn(one)));
  }
}
