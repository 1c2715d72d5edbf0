//! adref-server
