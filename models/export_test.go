package models

// SetBatch makes an import write its records in smaller batches.
func SetBatch(w *Writer, n int) { w.batch = n }
