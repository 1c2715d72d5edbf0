//! adref-tests
