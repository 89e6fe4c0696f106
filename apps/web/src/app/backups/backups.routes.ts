import type { Routes } from '@angular/router';

export const backupRoutes: Routes = [];
