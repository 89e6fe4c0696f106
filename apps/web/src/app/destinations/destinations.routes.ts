import type { Routes } from '@angular/router';

export const destinationRoutes: Routes = [];
